import { Badge, Banner, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { Formats } from "#app/ui/formats.ts";
import { STATE_TONES, STATE_WORDS, type ImportState } from "./import-words.ts";
import { PassedOver } from "./passed-over.tsx";
import { ReportButton } from "./report-button.tsx";
import { ordersSentence, type OrderSums } from "./orders-words.ts";

type Props = {
  report: OrderSums & { run: { id: string; fileName: string; state: ImportState; piecesDone: number }; problems: { line: number; name: string; problem: string }[] };
  formats: Formats;
  isHistoryOpen: boolean;
  isActing: boolean;
  onStart: (id: string) => void;
};

/** What a file of orders would bring or brought: the sums, what the file cannot say, and the orders that are passed over and why. */
export function OrdersCard({ report, formats, isHistoryOpen, isActing, onStart }: Props) {
  const { run, problems, problemCount } = report;
  const tone = STATE_TONES[run.state];
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd" breakWord>
            {run.fileName}
          </Text>
          <Badge {...(tone && { tone })}>{run.state === "running" ? `${STATE_WORDS[run.state]}, ${formats.whole(run.piecesDone)} of ${formats.whole(report.pieces)} parts` : STATE_WORDS[run.state]}</Badge>
        </InlineStack>
        <BlockStack gap="100">
          {ordersSentence(run.state, report, formats).map((sentence) => (
            <Text as="p" key={sentence}>
              {sentence}
            </Text>
          ))}
        </BlockStack>
        {isHistoryOpen && (
          <Banner tone="info">
            <p>Your shop’s history is still being read. Take these orders in when Home says that it is up to date.</p>
          </Banner>
        )}
        <PassedOver count={problemCount} of={["order", "orders"]} problems={problems} formats={formats} />
        <InlineStack align="end" gap="200">
          {problemCount > 0 && <ReportButton id={run.id} />}
          {run.state === "checked" && report.added + report.known > 0 && (
            <Button variant="primary" loading={isActing} onClick={() => onStart(run.id)}>
              {`Take in ${formats.counted(report.added + report.known, "order", "orders")}`}
            </Button>
          )}
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
