import { Modal, TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Box, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { RedemptionAnswer } from "#app/contract/redemptions.ts";
import type { Formats } from "#app/ui/formats.ts";
import { redemptionTitle } from "./redemption-words.ts";

export interface RedemptionModalProps {
  redemption: RedemptionAnswer;
  formats: Formats;
  refusal: string | undefined;
  isSending: boolean;
  onClose: () => void;
}

type Props = RedemptionModalProps & { id: string; title: string; deed: string; isCritical?: boolean; closing: string; onDo: () => void; children: ReactNode };

/** Asks before something is done about one reward of a customer; `children` say what it ends, `refusal` why it was not done. */
export function RedemptionModal({ id, title, redemption, formats, refusal, isSending, deed, isCritical = false, closing, onDo, onClose, children }: Props) {
  return (
    <Modal id={id} variant="small" open onHide={onClose}>
      <Box padding="400">
        <BlockStack gap="200">
          <Text as="p">{redemptionTitle(redemption, formats)}</Text>
          <Text as="p">{children}</Text>
          {refusal && (
            <div role="alert">
              <Text as="p" tone="critical">
                {refusal}
              </Text>
            </div>
          )}
        </BlockStack>
      </Box>
      <TitleBar title={title}>
        <button variant="primary" {...(isCritical && { tone: "critical" })} onClick={onDo} {...(isSending && { loading: "" })}>
          {deed}
        </button>
        <button onClick={onClose}>{closing}</button>
      </TitleBar>
    </Modal>
  );
}
