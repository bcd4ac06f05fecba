import { Badge, BlockStack, Box, Card, InlineStack, List, Text } from "@shopify/polaris";
import type { ProgramOutlook } from "#app/queries/program.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import { EmptyCard } from "#app/ui/empty-card.tsx";
import type { Formats } from "#app/ui/formats.ts";
import { ChangeModal, type ProgramAct } from "../app.program.$tab/change-modal.tsx";
import type { VersionLine } from "./read-versions.server.ts";
import { spanWords, STATES, stepWords } from "./version-words.ts";

export type VersionsProps = {
  formats: Formats;
  lines: VersionLine[];
  total: number;
  outlook: ProgramOutlook;
  act: ProgramAct | undefined;
  isActing: boolean;
  /** Going back was refused, because customers could not be told of an end. */
  isReminderMissing: boolean;
  onAskAct: (act: ProgramAct | undefined) => void;
  onAct: (act: ProgramAct) => void;
};

/** Which rules counted when, and who made them? */
export function VersionsView({ formats, lines, total, outlook, act, isActing, isReminderMissing, onAskAct, onAct }: VersionsProps) {
  const { undo } = outlook;
  return (
    <AppPage
      title="Versions"
      backAction={{ content: "Program", url: "/app/program/rules" }}
      secondaryActions={undo ? [{ content: `${undo.kind === "takeBack" ? "Take back" : "Go back to"} version ${formats.whole(undo.version)}`, onAction: () => onAskAct("undo") }] : []}
    >
      {lines.length === 0 ? (
        <EmptyCard heading="Nothing was published yet" words="Each time that you publish, pause or resume the program, it is written down here." />
      ) : (
        <BlockStack gap="400">
          <Box paddingInline={{ xs: "400", sm: "0" }}>
            <Text as="p">An order keeps the rules that it was placed under, whatever is published later. Nothing here can be changed or deleted.</Text>
          </Box>
          {lines.map((line) => (
            <VersionCard key={line.version} line={line} formats={formats} />
          ))}
          {total > lines.length && <Text as="p">{formats.counted(total - lines.length, "older version is", "older versions are")} not shown here; the API lists all of them.</Text>}
        </BlockStack>
      )}
      {act && <ChangeModal act={act} outlook={outlook} formats={formats} isReminderMissing={isReminderMissing} isActing={isActing} onAct={onAct} onClose={() => onAskAct(undefined)} />}
    </AppPage>
  );
}

function VersionCard({ line, formats }: { line: VersionLine; formats: Formats }) {
  const state = STATES[line.state];
  const step = stepWords(line);
  return (
    <Card>
      <BlockStack gap="200">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            Version {formats.whole(line.version)}
          </Text>
          <Badge {...(state.tone && { tone: state.tone })}>{state.label}</Badge>
        </InlineStack>
        <Text as="p">{spanWords(line, formats)}</Text>
        {step !== undefined && <Text as="p">{step}</Text>}
        {line.changes.length > 0 && (
          <List>
            {line.changes.map((change) => (
              <List.Item key={change}>{change}</List.Item>
            ))}
          </List>
        )}
        <Text as="p" tone="subdued">
          Published {formats.dayTime(line.publishedAt)} by {line.publishedBy}.
        </Text>
      </BlockStack>
    </Card>
  );
}
