import { Modal, TitleBar } from "@shopify/app-bridge-react";
import { Box, Text } from "@shopify/polaris";

/** What can be done to the program in force without a draft. */
export type ProgramAct = "pause" | "resume" | "undo";

const WORDS = {
  pause: { title: "Pause the program", effect: "Orders placed from now on earn nothing until you resume. Balances stay, and points that are pending are released as promised.", button: "Pause program" },
  resume: { title: "Resume the program", effect: "Orders placed from now on earn again. Orders placed during the pause earn nothing.", button: "Resume program" },
  undo: { title: "Go back to the version before", effect: "The version before is published again, from now. Orders placed until now keep the rules that they were placed under, and points that customers have stay.", button: "Go back" },
} as const satisfies Record<ProgramAct, { title: string; effect: string; button: string }>;

/** Says what will change for customers, then asks. */
export function ChangeModal({ act, isActing, onAct, onClose }: { act: ProgramAct; isActing: boolean; onAct: (act: ProgramAct) => void; onClose: () => void }) {
  const { title, effect, button } = WORDS[act];
  return (
    <Modal id="program-change" variant="small" open onHide={onClose}>
      <Box padding="400">
        <Text as="p">{effect}</Text>
      </Box>
      <TitleBar title={title}>
        <button variant="primary" onClick={() => onAct(act)} disabled={isActing}>
          {button}
        </button>
        <button onClick={onClose}>Cancel</button>
      </TitleBar>
    </Modal>
  );
}
