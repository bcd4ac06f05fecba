import { BlockStack, Button, Card as PolarisCard, InlineStack, Link, ProgressBar, Select, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { ShopFigures } from "#app/contract/figures.ts";
import { ordinal } from "#app/domain/scoring/stage-reason.ts";
import type { SetUp } from "#app/queries/set-up.server.ts";
import { CardFailure } from "#app/ui/card-failure.tsx";
import { RoadChart } from "#app/ui/charts/road-chart.tsx";
import { RoadTable } from "#app/ui/charts/road-table.tsx";
import { periodSentence } from "#app/ui/charts/road-words.ts";
import { type Road, roadOf } from "#app/ui/charts/road.ts";
import { ENOUGH_FOR_A_RATE, type Formats } from "#app/ui/formats.ts";
import { STAGE_NAMES } from "#app/ui/stage-names.ts";
import type { Card, Retry } from "./card.ts";
import { nthOrderOf, type Period, PERIODS } from "./period.ts";
import type { Reading } from "./reading.ts";

type Props = {
  figures: Card<ShopFigures | null>;
  setUp: Card<SetUp>;
  reading: Reading | undefined;
  formats: Formats;
  period: Period;
  onPeriod: (period: Period) => void;
  isTable: boolean;
  onTable: (isTable: boolean) => void;
  retry: Retry;
};

/** The page's answer: how many reached each order, what share went on, and who stands where now. */
export function RoadCard(props: Props) {
  const { figures, setUp, reading, formats, retry } = props;
  if (figures.outcome === "failed" || setUp.outcome === "failed") {
    return (
      <RoadFrame>
        <CardFailure what="The road" {...retry} />
      </RoadFrame>
    );
  }
  const { loyalAt } = setUp.value.policy;
  if (reading?.state === "running") {
    return (
      <RoadFrame loyalAt={loyalAt}>
        <ReadingProgress reading={reading} formats={formats} />
      </RoadFrame>
    );
  }
  if (!figures.value || figures.value.summary.customers === 0) {
    return (
      <RoadFrame loyalAt={loyalAt}>
        <Text as="p">
          {reading?.state === "failed"
            ? "Your orders could not be read, so there is no road to show yet. Set up, above, says why."
            : "No counted orders yet. The road appears with the first paid order."}
        </Text>
      </RoadFrame>
    );
  }
  const { value } = figures;
  const { asOf, reached, summary } = value;
  const road = roadOf({ asOf, reached, nthOrder: nthOrderOf(value, props.period), medianGapDays: summary.medianGapDays }, loyalAt);
  return (
    <RoadFrame loyalAt={loyalAt} controls={<RoadControls {...props} />}>
      {props.isTable ? <RoadTable road={road} formats={formats} /> : <RoadChart road={road} formats={formats} />}
      <Text as="p" tone="subdued">
        {periodSentence(road, formats)} {intervalSentence(road)}
      </Text>
      <StagesNow summary={summary} formats={formats} />
    </RoadFrame>
  );
}

const USUAL_LOYAL_AT = 3;

function RoadFrame({ loyalAt = USUAL_LOYAL_AT, controls, children }: { loyalAt?: number; controls?: ReactNode; children: ReactNode }) {
  return (
    <PolarisCard>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            The road to the {ordinal(loyalAt)} order
          </Text>
          {controls}
        </InlineStack>
        {children}
      </BlockStack>
    </PolarisCard>
  );
}

function RoadControls({ period, onPeriod, isTable, onTable }: Pick<Props, "period" | "onPeriod" | "isTable" | "onTable">) {
  return (
    <InlineStack gap="200" blockAlign="center">
      <Select label="Period" labelHidden options={[...PERIODS]} value={period} onChange={onPeriod} />
      <Button pressed={isTable} onClick={() => onTable(!isTable)}>
        Table
      </Button>
    </InlineStack>
  );
}

function ReadingProgress({ reading, formats }: { reading: Extract<Reading, { state: "running" }>; formats: Formats }) {
  const { done, total, isCounting } = reading;
  const words = isCounting
    ? "Your orders are read; now your customers are counted."
    : total === null
      ? "Reading your customers and orders."
      : `Reading your orders: ${formats.whole(done)} of ${formats.whole(total)}.`;
  return (
    <BlockStack gap="300">
      <Text as="p" id="reading-progress">
        {words} You can leave this page.
      </Text>
      <ProgressBar size="small" progress={total ? (100 * done) / total : 0} ariaLabelledBy="reading-progress" animated={false} />
    </BlockStack>
  );
}

const STAGES_ON_THE_ROAD = ["first", "second", "loyal", "champion"] as const;

function StagesNow({ summary, formats }: { summary: ShopFigures["summary"]; formats: Formats }) {
  return (
    <InlineStack gap="300" blockAlign="center">
      <Text as="span">Customers now, by stage:</Text>
      {STAGES_ON_THE_ROAD.map((stage) => (
        <Link key={stage} url={`/app/customers?stage=${stage}`}>
          {STAGE_NAMES[stage]} {formats.whole(summary.stages[stage])}
        </Link>
      ))}
    </InlineStack>
  );
}

function intervalSentence(road: Road): string {
  return road.steps.some(({ rate, eligible }) => rate !== null && eligible >= ENOUGH_FOR_A_RATE) ? "Below each rate stands the range in which it lies with 95% certainty." : "";
}
