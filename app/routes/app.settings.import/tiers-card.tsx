import { Badge, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { Formats } from "#app/ui/formats.ts";
import { STATE_TONES, STATE_WORDS, type ImportState } from "./import-words.ts";
import { PassedOver } from "./passed-over.tsx";
import { ReportButton } from "./report-button.tsx";
import { tiersSentence } from "./tiers-words.ts";

type Props = {
  report: {
    run: { id: string; fileName: string; state: ImportState };
    tiers: { name: string; customers: number }[];
    customers: number;
    problemCount: number;
    problems: { line: number; problem: string }[];
  };
  formats: Formats;
  isActing: boolean;
  onStart: (id: string) => void;
  onUndo: (id: string) => void;
};

/** What a file of tiers would give or gave, and the lines that are passed over and why. */
export function TiersCard({ report, formats, isActing, onStart, onUndo }: Props) {
  const { run, tiers, customers } = report;
  const tone = STATE_TONES[run.state];
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd" breakWord>
            {run.fileName}
          </Text>
          <Badge {...(tone && { tone })}>{STATE_WORDS[run.state]}</Badge>
        </InlineStack>
        <Text as="p">{tiersSentence(run.state, tiers, formats)}</Text>
        <Text as="p" tone="subdued">
          Who has reached a higher tier keeps it. Nobody gets a welcome reward or a message for a tier from a file.
        </Text>
        <PassedOver count={report.problemCount} of={["line", "lines"]} problems={report.problems} formats={formats} />
        <InlineStack align="end" gap="200">
          <ReportButton id={run.id} />
          {run.state === "checked" && customers > 0 && (
            <Button variant="primary" loading={isActing} onClick={() => onStart(run.id)}>
              {`Give tiers to ${formats.counted(customers, "customer", "customers")}`}
            </Button>
          )}
          {run.state === "done" && customers > 0 && (
            <Button tone="critical" loading={isActing} onClick={() => onUndo(run.id)}>
              Take the tiers back
            </Button>
          )}
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
