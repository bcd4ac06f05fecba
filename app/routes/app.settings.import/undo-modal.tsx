import { Modal, TitleBar } from "@shopify/app-bridge-react";
import { Box, Text } from "@shopify/polaris";

type Props = { words: string; meaning: string; isActing: boolean; onUndo: () => void; onClose: () => void };

/** Says what taking a file back means for customers, then asks. */
export function UndoModal({ words, meaning, isActing, onUndo, onClose }: Props) {
  return (
    <Modal id="undo-import" variant="small" open onHide={onClose}>
      <Box padding="400">
        <Text as="p">{meaning}</Text>
      </Box>
      <TitleBar title={words}>
        <button variant="primary" tone="critical" onClick={onUndo} {...(isActing && { loading: "" })}>
          Take back
        </button>
        <button onClick={onClose}>Cancel</button>
      </TitleBar>
    </Modal>
  );
}
