import { Modal, TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Box, Link, Text } from "@shopify/polaris";
import type { ProgramOutlook } from "#app/queries/program.server.ts";
import type { Formats } from "#app/ui/formats.ts";

/** What can be done to the program in force without a draft. */
export type ProgramAct = "pause" | "resume" | "undo";

const wordsOf = (act: ProgramAct, { undo, toCome }: ProgramOutlook, formats: Formats): { title: string; effect: string; button: string } => {
  const points = formats.pointsName.other;
  if (act === "undo") return undoWords(undo, toCome, formats);
  const coming = toCome.map(({ version, startsAt }) => comingWords(act, `Version ${formats.whole(version)} still comes on ${formats.dayTime(startsAt)}`));
  const sentences =
    act === "pause"
      ? [`Orders placed from now on earn nothing until you resume. Balances stay, and ${points} that are pending are released as promised.`, ...coming]
      : ["Orders placed from now on earn again. Orders placed during the pause earn nothing.", ...coming];
  return { title: act === "pause" ? "Pause the program" : "Resume the program", effect: sentences.join(" "), button: act === "pause" ? "Pause program" : "Resume program" };
};

const comingWords = (act: "pause" | "resume", coming: string): string =>
  act === "pause" ? `${coming}; if you have not resumed by then, it is paused too.` : `${coming}, and orders placed from then on earn by it.`;

function undoWords(undo: ProgramOutlook["undo"], toCome: ProgramOutlook["toCome"], formats: Formats): { title: string; effect: string; button: string } {
  const points = formats.pointsName.other;
  const paused = undo?.isPaused ? " The program stays paused." : "";
  if (undo?.kind === "takeBack") {
    const coming = toCome.find(({ version }) => version === undo.version);
    const name = `Version ${formats.whole(undo.version)}`;
    const effect = `${name} does not come${coming ? ` on ${formats.dayTime(coming.startsAt)}` : ""}. The rules in force go on.${paused} Nothing changes for orders placed until now, and ${points} that customers have stay.`;
    return { title: `Take back version ${formats.whole(undo.version)}`, effect, button: "Take back" };
  }
  const name = undo ? `version ${formats.whole(undo.version)}` : "the version before";
  const effect = `The rules of ${name} are published again, from now.${paused} Orders placed until now keep the rules that they were placed under, and ${points} that customers have stay.`;
  return { title: `Go back to ${name}`, effect, button: "Go back" };
}

type Props = {
  act: ProgramAct;
  outlook: ProgramOutlook;
  formats: Formats;
  /** The version before gives an end that customers could not be told of: what was asked for was not done. */
  isReminderMissing: boolean;
  isActing: boolean;
  onAct: (act: ProgramAct) => void;
  onClose: () => void;
};

/** Says what will change for customers, then asks; stays open with the reason where it is refused. */
export function ChangeModal({ act, outlook, formats, isReminderMissing, isActing, onAct, onClose }: Props) {
  const { title, effect, button } = wordsOf(act, outlook, formats);
  return (
    <Modal id="program-change" variant="small" open onHide={onClose}>
      <Box padding="400">
        <BlockStack gap="300">
          <Text as="p">{effect}</Text>
          <div role="alert">{isReminderMissing && <ReminderMissing formats={formats} />}</div>
        </BlockStack>
      </Box>
      <TitleBar title={title}>
        <button variant="primary" onClick={() => onAct(act)} {...(isActing && { loading: "" })}>
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
