import { Text } from "@shopify/polaris";
import type { Formats } from "#app/ui/formats.ts";
import { FileReport } from "./file-report.tsx";
import type { ImportState } from "./import-words.ts";
import { PassedOver } from "./passed-over.tsx";
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
  return (
    <FileReport
      run={run}
      isActing={isActing}
      start={customers > 0 ? { words: `Give tiers to ${formats.counted(customers, "customer", "customers")}`, onStart } : undefined}
      undo={customers > 0 ? { words: "Take the tiers back", meaning: `${formats.counted(customers, "customer loses", "customers lose")} the tier that this file gave, but for those who have reached it by themselves since. The file can be checked and taken in again.`, onUndo } : undefined}
    >
      <Text as="p">{tiersSentence(run.state, tiers, formats)}</Text>
      <Text as="p" tone="subdued">
        Who has reached a higher tier keeps it. Nobody gets a welcome reward or a message for a tier from a file.
      </Text>
      <PassedOver count={report.problemCount} of={["line", "lines"]} problems={report.problems} formats={formats} />
    </FileReport>
  );
}
