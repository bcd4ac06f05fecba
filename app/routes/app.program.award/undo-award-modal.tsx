import { Modal, TitleBar } from "@shopify/app-bridge-react";
import { Box, Text } from "@shopify/polaris";
import type { Formats } from "#app/ui/formats.ts";

/** Says what taking an award back means for customers, then asks. */
export function UndoAwardModal({ formats, isActing, onUndo, onClose }: { formats: Formats; isActing: boolean; onUndo: () => void; onClose: () => void }) {
  return (
    <Modal id="undo-award" variant="small" open onHide={onClose}>
      <Box padding="400">
        <Text as="p">What the award gave is taken back from every customer who still has it. {formats.pointsTitle} that were spent meanwhile go by the refund rule of the program: they are not taken back, or become a debt. Other {formats.pointsName.other} stay.</Text>
      </Box>
      <TitleBar title="Take the award back">
        <button variant="primary" onClick={onUndo} {...(isActing && { loading: "" })}>
          Take back
        </button>
        <button onClick={onClose}>Cancel</button>
      </TitleBar>
    </Modal>
  );
}
