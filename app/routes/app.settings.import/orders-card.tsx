import { Banner, BlockStack, Text } from "@shopify/polaris";
import type { Formats } from "#app/ui/formats.ts";
import { FileReport } from "./file-report.tsx";
import { STATE_WORDS, type ImportState } from "./import-words.ts";
import { PassedOver } from "./passed-over.tsx";
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
  const orders = report.added + report.known;
  return (
    <FileReport
      run={run}
      {...(run.state === "running" && { stateWords: `${STATE_WORDS.running}, ${formats.whole(run.piecesDone)} of ${formats.whole(report.pieces)} parts` })}
      hasReport={problemCount > 0}
      isActing={isActing}
      start={orders > 0 ? { words: `Take in ${formats.counted(orders, "order", "orders")}`, onStart } : undefined}
    >
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
    </FileReport>
  );
}
