import { Modal, TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Box, Text } from "@shopify/polaris";
import type { RedemptionAnswer } from "#app/contract/redemptions.ts";
import type { Formats } from "#app/ui/formats.ts";
import { redemptionTitle } from "./redemption-words.ts";

type Props = { redemption: RedemptionAnswer; formats: Formats; refusal: string | undefined; isSending: boolean; onVouch: () => void; onClose: () => void };

/** Takes the merchant's word that money is with the customer, where Shopify's answer was lost; says what that ends before it does. */
export function VouchModal({ redemption, formats, refusal, isSending, onVouch, onClose }: Props) {
  const { points } = redemption;
  return (
    <Modal id="vouch-redemption-modal" variant="small" open onHide={onClose}>
      <Box padding="400">
        <BlockStack gap="200">
          <Text as="p">{redemptionTitle(redemption, formats)}</Text>
          <Text as="p">
            Say so if you see it with the customer in Shopify. {points > 0 && `${formats.points(points)} ${points === 1 ? "stays" : "stay"} spent, and it can no longer be taken back here. `}It is recorded that it was you.
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
      <TitleBar title="The reward is there">
        <button variant="primary" onClick={onVouch} disabled={isSending}>
          It is there
        </button>
        <button onClick={onClose}>Cancel</button>
      </TitleBar>
    </Modal>
  );
}
