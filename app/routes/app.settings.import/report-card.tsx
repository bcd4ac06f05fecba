import { IndexTable, Link, Text } from "@shopify/polaris";
import { type Formats, MISSING } from "#app/ui/formats.ts";
import { Brief, NarrowTable } from "#app/ui/narrow-table.tsx";
import { FileReport } from "./file-report.tsx";
import { hasMoved, importSentence, startWords, undoWords } from "./import-words.ts";
import { PassedOver } from "./passed-over.tsx";
import type { ShownReport } from "./shown-report.ts";
import "./import.css";

type Props = {
  report: Pick<ShownReport, "sums" | "problems" | "moves"> & { emails: Record<string, string>; run: { id: string; fileName: string; reason: string; state: ShownReport["run"]["state"] } };
  unusedColumns: string[];
  formats: Formats;
  isActing: boolean;
  onStart: (id: string) => void;
  onUndo: (id: string) => void;
};

/** What a file would do or did: the sums, the lines that are passed over and why, and the first customers. */
export function ReportCard({ report, unusedColumns, formats, isActing, onStart, onUndo }: Props) {
  const { run, sums, problems, moves, emails } = report;
  return (
    <FileReport
      run={run}
      isActing={isActing}
      start={sums.customers > 0 ? { words: startWords(sums, formats), onStart } : undefined}
      undo={hasMoved(sums.booked) ? { words: "Take it back", meaning: undoWords(sums.booked, formats), onUndo } : undefined}
    >
      <Text as="p">{importSentence(run.state, sums, formats)}</Text>
      <Text as="p" tone="subdued">
        Reason: {run.reason}
      </Text>
      {unusedColumns.length > 0 && <Text as="p">These columns are not used: {unusedColumns.join(", ")}.</Text>}
      <PassedOver count={sums.problems} of={["line", "lines"]} problems={problems} formats={formats} />
      {moves.length > 0 && <MovesTable moves={moves} emails={emails} formats={formats} />}
    </FileReport>
  );
}

function MovesTable({ moves, emails, formats }: { moves: ShownReport["moves"]; emails: Record<string, string>; formats: Formats }) {
  const points = (count: number | null | undefined) => (count == null ? MISSING : formats.whole(count).replace("-", "−"));
  return (
    <NarrowTable hides={[1, 4, 5]}>
      <IndexTable
        headings={[{ title: "Line" }, { title: "Customer" }, { title: `${formats.pointsTitle} to move`, alignment: "end" }, { title: "Balance afterwards", alignment: "end" }, { title: "Ends on" }]}
        itemCount={moves.length}
        selectable={false}
        resourceName={{ singular: "line", plural: "lines" }}
      >
        {moves.map(({ line, customerId, differencePoints, bookedPoints, balancePoints, expiresOn }, index) => (
          <IndexTable.Row key={line} id={String(line)} position={index}>
            <IndexTable.Cell>{formats.whole(line)}</IndexTable.Cell>
            <IndexTable.Cell className="import__customer">
              <Link url={`/app/customers/${customerId}`}>{emails[customerId ?? ""] ?? `Customer ${customerId}`}</Link>
              <Brief>
                line {formats.whole(line)}, balance afterwards {points(balancePoints)}
                {expiresOn ? `, ends ${formats.calendarDay(expiresOn)}` : ""}
              </Brief>
            </IndexTable.Cell>
            <IndexTable.Cell>
              <Text as="span" alignment="end" numeric>
                {points(bookedPoints ?? differencePoints)}
              </Text>
            </IndexTable.Cell>
            <IndexTable.Cell>
              <Text as="span" alignment="end" numeric>
                {points(balancePoints)}
              </Text>
            </IndexTable.Cell>
            <IndexTable.Cell>{expiresOn ? formats.calendarDay(expiresOn) : "Never"}</IndexTable.Cell>
          </IndexTable.Row>
        ))}
      </IndexTable>
    </NarrowTable>
  );
}
