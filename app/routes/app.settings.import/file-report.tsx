import { Badge, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { type ReactNode, useState } from "react";
import { STATE_TONES, STATE_WORDS, type ImportState } from "./import-words.ts";
import { ReportButton } from "./report-button.tsx";
import { UndoModal } from "./undo-modal.tsx";

type Props = {
  run: { id: string; fileName: string; state: ImportState };
  /** How far it is; the state's own words when left out. */
  stateWords?: string;
  hasReport?: boolean;
  isActing: boolean;
  /** What can be done with the file now; left out where there is nothing to do. */
  start?: { words: string; onStart: (id: string) => void } | undefined;
  undo?: { words: string; /** What that means for customers. */ meaning: string; onUndo: (id: string) => void } | undefined;
  children: ReactNode;
};

/** Where the report stands on the page. */
export const FILE_REPORT_ID = "file-report";

/** The report of a file: its name, how far it is, what it says, and what can be done with it. */
export function FileReport({ run, stateWords = STATE_WORDS[run.state], hasReport = true, isActing, start, undo, children }: Props) {
  const tone = STATE_TONES[run.state];
  const [isAsking, setAsking] = useState(false);
  return (
    <section id={FILE_REPORT_ID} tabIndex={-1} aria-label={run.fileName}>
      <Card>
        <BlockStack gap="400">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd" breakWord>
              {run.fileName}
            </Text>
            <Badge {...(tone && { tone })}>{stateWords}</Badge>
          </InlineStack>
          {children}
          <InlineStack align="end" gap="200">
            {hasReport && <ReportButton id={run.id} />}
            {run.state === "checked" && start && (
              <Button variant="primary" loading={isActing} onClick={() => start.onStart(run.id)}>
                {start.words}
              </Button>
            )}
            {run.state === "done" && undo && (
              <Button tone="critical" loading={isActing} onClick={() => setAsking(true)}>
                {undo.words}
              </Button>
            )}
          </InlineStack>
        </BlockStack>
      </Card>
      {isAsking && run.state === "done" && undo && <UndoModal words={undo.words} meaning={undo.meaning} isActing={isActing} onUndo={() => undo.onUndo(run.id)} onClose={() => setAsking(false)} />}
    </section>
  );
}
