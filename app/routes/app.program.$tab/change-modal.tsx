import { Modal, TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Box, Link, Text } from "@shopify/polaris";
import type { Formats } from "#app/ui/formats.ts";

/** What can be done to the program in force without a draft. */
export type ProgramAct = "pause" | "resume" | "undo";

const wordsOf = ({ pointsName: { other: points } }: Formats) => ({
  pause: { title: "Pause the program", effect: `Orders placed from now on earn nothing until you resume. Balances stay, and ${points} that are pending are released as promised.`, button: "Pause program" },
  resume: { title: "Resume the program", effect: "Orders placed from now on earn again. Orders placed during the pause earn nothing.", button: "Resume program" },
  undo: { title: "Go back to the version before", effect: `The version before is published again, from now. Orders placed until now keep the rules that they were placed under, and ${points} that customers have stay.`, button: "Go back" },
}) satisfies Record<ProgramAct, { title: string; effect: string; button: string }>;

type Props = {
  act: ProgramAct;
  formats: Formats;
  /** The version before gives an end that customers could not be told of: what was asked for was not done. */
  isReminderMissing: boolean;
  isActing: boolean;
  onAct: (act: ProgramAct) => void;
  onClose: () => void;
};

/** Says what will change for customers, then asks; stays open with the reason where it is refused. */
export function ChangeModal({ act, formats, isReminderMissing, isActing, onAct, onClose }: Props) {
  const { title, effect, button } = wordsOf(formats)[act];
  return (
    <Modal id="program-change" variant="small" open onHide={onClose}>
      <Box padding="400">
        <BlockStack gap="300">
          <Text as="p">{effect}</Text>
          <div role="alert">{isReminderMissing && <ReminderMissing formats={formats} />}</div>
        </BlockStack>
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

function ReminderMissing({ formats: { pointsTitle } }: { formats: Formats }) {
  return (
    <BlockStack gap="200">
      <Text as="p" tone="critical">
        {pointsTitle} would end under the version before, and customers could not be told 30 and 7 days before. Nothing was changed.
      </Text>
      <Text as="p">
        Switch on <Link url="/app/messages/points_expire">the message “Points expire”</Link>, under Settings, Messages, where a mail server is set. Then go back.
      </Text>
    </BlockStack>
  );
}
