import { BlockStack, Button, Card, InlineGrid, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import type { LiabilityAgeing } from "#app/queries/liability-ageing.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import { LiabilityChart } from "#app/ui/charts/liability-chart.tsx";
import type { LiabilityPoint } from "#app/ui/charts/liability-geometry.ts";
import { downloadFile } from "#app/ui/download.ts";
import { EmptyCard } from "#app/ui/empty-card.tsx";
import { Facts } from "#app/ui/facts.tsx";
import type { Formats } from "#app/ui/formats.ts";
import { EquationTable } from "./equation-table.tsx";
import { monthName, type LiabilityLine } from "./liability-range.ts";
import { type PointValue, valueWords } from "./liability-words.ts";

export type LiabilityProps = {
  at: string;
  /** The month whose days are shown; null: the last months. */
  month: string | null;
  today: Omit<LiabilityLine, "period"> | null;
  value: PointValue;
  /** The day or month of the lines that is not over. */
  openPeriod: string;
  lines: LiabilityLine[];
  days: LiabilityPoint[];
  ageing: LiabilityAgeing;
  formats: Formats;
  isTable: boolean;
  onTable: (isTable: boolean) => void;
  onMonth: (month: string | null) => void;
};

/** What do we owe? */
export function LiabilityView(props: LiabilityProps) {
  const { at, month, today, value, openPeriod, lines, days, formats, isTable, onTable, onMonth } = props;
  const [hasFailed, setFailed] = useState(false);
  if (lines.every(isStill)) {
    return (
      <AppPage title="Liability" {...(month !== null && { backAction: { content: "All months", onAction: () => onMonth(null) } })}>
        <EmptyCard heading="Nothing is owed" words={`What customers hold in ${formats.pointsName.other}, and what it is worth, appears with the first ${formats.pointsName.other}.`} />
      </AppPage>
    );
  }
  const exportNow = () => {
    setFailed(false);
    downloadFile(`/app/liability/export${month === null ? "" : `?month=${month}`}`, "liability.csv").catch(() => setFailed(true));
  };
  return (
    <AppPage
      title={month === null ? "Liability" : `Liability in ${monthName(month, formats)}`}
      {...(month !== null && { backAction: { content: "All months", onAction: () => onMonth(null) } })}
      primaryAction={{ content: "Export CSV", onAction: exportNow }}
    >
      <BlockStack gap="400">
        {hasFailed && (
          <Card>
            <Text as="p" tone="critical">
              The file could not be made. Nothing was changed. Try again in a minute.
            </Text>
          </Card>
        )}
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
          {today && <TodayCard today={today} value={value} at={at} formats={formats} />}
          <AgeingCard {...props} />
        </InlineGrid>
        <Card>
          <BlockStack gap="400">
            <InlineStack align="space-between" blockAlign="center" gap="200">
              <Text as="h2" variant="headingMd">
                {!isTable && days.length > 1 ? `${formats.pointsTitle} owed` : month === null ? "By month" : "By day"}
              </Text>
              <Button pressed={isTable} onClick={() => onTable(!isTable)} disabled={days.length < 2}>
                Table
              </Button>
            </InlineStack>
            {isTable || days.length < 2 ? <EquationTable lines={lines} openPeriod={openPeriod} formats={formats} onMonth={month === null ? onMonth : undefined} /> : <LiabilityChart days={days} formats={formats} />}
          </BlockStack>
        </Card>
      </BlockStack>
    </AppPage>
  );
}

const isStill = ({ opening, closing, earned, adjusted, imported, redeemed, reversed, expired }: LiabilityLine) => [opening, closing, earned, adjusted, imported, redeemed, reversed, expired].every((points) => points === 0);

type TodayProps = { today: Omit<LiabilityLine, "period">; value: PointValue; at: string; formats: Formats };

function TodayCard({ today: { closing, pending, unclaimed, valueMinor, currency }, value, at, formats }: TodayProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Owed now
        </Text>
        <BlockStack gap="050">
          <Text as="p" variant="headingLg">
            {formats.money(valueMinor, currency)}
          </Text>
          <Text as="p" tone="subdued">
            {formats.points(closing)}
            {value && ` ${valueWords(value, formats)}`}, as of {formats.dayTime(at)}
          </Text>
        </BlockStack>
        <Facts
          facts={[
            ["Available", formats.whole(closing - pending - unclaimed).replace("-", "−")],
            ["Waiting for a first sign-in", formats.whole(unclaimed)],
            ["Pending", formats.whole(pending)],
          ]}
        />
      </BlockStack>
    </Card>
  );
}

function AgeingCard({ ageing: { ages, pendingPoints, debtPoints }, formats }: Pick<LiabilityProps, "ageing" | "formats">) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          How old the {formats.pointsName.other} are
        </Text>
        <Facts
          facts={[
            ["Pending", formats.whole(pendingPoints)],
            ...ages.map(({ fromDays, toDays, points }) => [toDays === null ? `${fromDays} days or more` : `${fromDays} to ${toDays} days`, formats.whole(points)] as const),
            ...(debtPoints > 0 ? [["Owed by customers", `−${formats.whole(debtPoints)}`] as const] : []),
          ]}
        />
      </BlockStack>
    </Card>
  );
}
