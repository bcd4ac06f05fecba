import { Modal, TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Box, Text } from "@shopify/polaris";
import type { RedemptionAnswer } from "#app/contract/redemptions.ts";
import type { Formats } from "#app/ui/formats.ts";
import { isUnclear, redemptionTitle } from "./redemption-words.ts";

type Props = { redemption: RedemptionAnswer; formats: Formats; refusal: string | undefined; isSending: boolean; onCancelIt: () => void; onClose: () => void };

/** Takes a reward back that nobody used; says what becomes of code and points before it does. */
export function CancelModal({ redemption, formats, refusal, isSending, onCancelIt, onClose }: Props) {
  return (
    <Modal id="cancel-redemption-modal" variant="small" open onHide={onClose}>
      <Box padding="400">
        <BlockStack gap="200">
          <Text as="p">{redemptionTitle(redemption, formats)}</Text>
          <Text as="p">
            {isUnclear(redemption) ? `Take it back only if it is not with the customer in Shopify. ${formats.points(redemption.points)} return at once.` : "The code stops working for good."}
            {!isUnclear(redemption) && redemption.points > 0 && ` ${formats.points(redemption.points)} return as soon as Shopify confirms that no order carries it, which takes a minute or two.`}
          </Text>
          {refusal && (
            <div role="alert">
              <Text as="p" tone="critical">
                {refusal}
              </Text>
            </div>
          )}
        </BlockStack>
      </Box>
      <TitleBar title="Take the reward back">
        <button variant="primary" tone="critical" onClick={onCancelIt} disabled={isSending}>
          Take back
        </button>
        <button onClick={onClose}>Keep it</button>
      </TitleBar>
    </Modal>
  );
}
