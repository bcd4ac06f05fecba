import { BlockStack, Button, Text } from "@shopify/polaris";
import "#app/ui/charts/road-table.css";
import type { Formats } from "#app/ui/formats.ts";
import type { LiabilityLine } from "./liability-range.ts";
import { monthName } from "./view.tsx";

const COLUMNS = [
  ["Opening", "opening"],
  ["Earned", "earned"],
  ["Adjusted", "adjusted"],
  ["Imported", "imported"],
  ["Spent", "redeemed"],
  ["Returned", "returned"],
  ["Expired", "expired"],
  ["Taken back", "reversed"],
  ["Closing", "closing"],
  ["of it pending", "pending"],
  ["of it waiting", "unclaimed"],
] as const;

const EQUATION = "opening + earned + adjusted + imported − (spent − returned) − expired − taken back = closing.";

/** The equation, newest first: opening, what came, what went, closing and what it is worth. Months lead to their days. */
export function EquationTable({ lines, formats, onMonth }: { lines: LiabilityLine[]; formats: Formats; onMonth: ((month: string) => void) | undefined }) {
  const equation = `In ${formats.pointsName.other}: ${EQUATION}`;
  const whole = (points: number) => formats.whole(points).replace("-", "−");
  return (
    <BlockStack gap="200">
      <Text as="p" tone="subdued">
        {equation}
      </Text>
      <div className="road-table" role="region" aria-label="The liability as a table" tabIndex={0}>
        <table>
          <caption>{equation}</caption>
          <thead>
            <tr>
              {[onMonth ? "Month" : "Day", ...COLUMNS.map(([heading]) => heading), "Worth"].map((heading) => (
                <th key={heading} scope="col">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.toReversed().map((line) => (
              <tr key={line.period}>
                <th scope="row">
                  {onMonth ? (
                    <Button variant="plain" onClick={() => onMonth(line.period)}>
                      {monthName(line.period, formats)}
                    </Button>
                  ) : (
                    formats.calendarDay(line.period)
                  )}
                </th>
                {COLUMNS.map(([, column]) => (
                  <td key={column}>{whole(line[column])}</td>
                ))}
                <td>{formats.money(line.valueMinor, line.currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </BlockStack>
  );
}
