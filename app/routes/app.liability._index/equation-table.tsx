import { Badge, BlockStack, Button, InlineStack, Link, Text } from "@shopify/polaris";
import "#app/ui/charts/road-table.css";
import { Facts } from "#app/ui/facts.tsx";
import type { Formats } from "#app/ui/formats.ts";
import "./equation-table.css";
import { monthName, type LiabilityLine } from "./liability-range.ts";
import { activityUrl, type Flow } from "./liability-words.ts";

const FLOWS: readonly (readonly [heading: string, flow: Flow])[] = [
  ["Earned", "earned"],
  ["Adjusted", "adjusted"],
  ["Imported", "imported"],
  ["Spent", "redeemed"],
  ["Returned", "returned"],
  ["Expired", "expired"],
  ["Taken back", "reversed"],
];

const EQUATION = "opening + earned + adjusted + imported − (spent − returned) − expired − taken back = closing.";

type Props = {
  lines: LiabilityLine[];
  /** The last day or month, which is not over. */
  openPeriod: string;
  formats: Formats;
  /** Months lead to their days. */
  onMonth: ((month: string) => void) | undefined;
};

/** The equation, newest first: opening, what came, what went, closing and what it is worth. A narrow screen has a list for each month instead of a row. */
export function EquationTable(props: Props) {
  const equation = `In ${props.formats.pointsName.other}: ${EQUATION}`;
  return (
    <BlockStack gap="200">
      <Text as="p" tone="subdued">
        {equation}
      </Text>
      <WideTable {...props} equation={equation} />
      <NarrowLists {...props} />
    </BlockStack>
  );
}

function WideTable({ lines, equation, ...props }: Props & { equation: string }) {
  const { formats } = props;
  return (
    <div className="road-table equation__table" role="region" aria-label="The liability as a table" tabIndex={0}>
      <table>
        <caption>{equation}</caption>
        <thead>
          <tr>
            {[props.onMonth ? "Month" : "Day", "Opening", ...FLOWS.map(([heading]) => heading), "Closing", "Worth"].map((heading) => (
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
                <Period {...props} period={line.period} />
              </th>
              <td>{whole(line.opening, formats)}</td>
              {FLOWS.map(([heading, flow]) => (
                <td key={flow}>
                  <Figure line={line} flow={flow} heading={heading} formats={formats} />
                </td>
              ))}
              <td>
                {whole(line.closing, formats)}
                <div className="equation__part">{whole(line.pending, formats)} pending</div>
                <div className="equation__part">{whole(line.unclaimed, formats)} waiting</div>
              </td>
              <td>{formats.money(line.valueMinor, line.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NarrowLists({ lines, ...props }: Props) {
  const { formats } = props;
  return (
    <ol className="equation__lists">
      {lines.toReversed().map((line) => (
        <li key={line.period}>
          <BlockStack gap="200">
            <Period {...props} period={line.period} />
            <Facts
              facts={[
                ["Opening", whole(line.opening, formats)],
                ...FLOWS.map(([heading, flow]) => [heading, <Figure key={flow} line={line} flow={flow} heading={heading} formats={formats} />] as const),
                ["Closing", whole(line.closing, formats)],
                ["of it pending", whole(line.pending, formats)],
                ["of it waiting", whole(line.unclaimed, formats)],
                ["Worth", formats.money(line.valueMinor, line.currency)],
              ]}
            />
          </BlockStack>
        </li>
      ))}
    </ol>
  );
}

function Period({ period, openPeriod, formats, onMonth }: Omit<Props, "lines"> & { period: string }) {
  return (
    <InlineStack gap="100" blockAlign="center" wrap={false}>
      {onMonth ? (
        <Button variant="plain" textAlign="start" onClick={() => onMonth(period)}>
          {monthName(period, formats)}
        </Button>
      ) : (
        <span>{formats.calendarDay(period)}</span>
      )}
      {period === openPeriod && <Badge>so far</Badge>}
    </InlineStack>
  );
}

function Figure({ line, flow, heading, formats }: { line: LiabilityLine; flow: Flow; heading: string; formats: Formats }) {
  const figure = whole(line[flow], formats);
  if (line[flow] === 0) return figure;
  return (
    <Link url={activityUrl(flow, line)} accessibilityLabel={`${figure}, ${heading.toLowerCase()}: show the entries`} removeUnderline>
      {figure}
    </Link>
  );
}

const whole = (points: number, formats: Formats): string => formats.whole(points).replace("-", "−");
