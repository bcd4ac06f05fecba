import { BlockStack, Card as PolarisCard, Text } from "@shopify/polaris";
import type { ShopFigures, WeekFigures } from "#app/contract/figures.ts";
import { CardFailure } from "#app/ui/card-failure.tsx";
import type { Formats } from "#app/ui/formats.ts";
import type { Card, Retry } from "./card.ts";

/** What moved in the last seven days, beside the seven days before. */
export function WeekCard({ figures, formats, retry }: { figures: Card<ShopFigures | null>; formats: Formats; retry: Retry }) {
  const week = figures.outcome === "ready" ? figures.value?.thisWeek : undefined;
  return (
    <PolarisCard>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {/* Seven times 24 hours touch eight dates, so only their end is named. */}
          Last seven days{week ? `, up to ${formats.dayOfYear(week.to)}, ${formats.time(week.to)}` : ""}
        </Text>
        {figures.outcome === "failed" && <CardFailure what="The week" {...retry} />}
        {figures.outcome === "ready" && !figures.value && <Text as="p">The week appears when your orders are read.</Text>}
        {figures.outcome === "ready" && figures.value && <WeekLines thisWeek={figures.value.thisWeek} weekBefore={figures.value.weekBefore} formats={formats} />}
      </BlockStack>
    </PolarisCard>
  );
}

function WeekLines({ thisWeek, weekBefore, formats }: { thisWeek: WeekFigures; weekBefore: WeekFigures; formats: Formats }) {
  const lines = [
    { words: "reached order 2", here: thisWeek.reachedSecond, before: weekBefore.reachedSecond },
    { words: "reached order 3", here: thisWeek.reachedThird, before: weekBefore.reachedThird },
    { words: "moved back, after a refund, a cancellation or new rules", here: thisWeek.movedBack, before: weekBefore.movedBack },
  ];
  return lines.map(({ words, here, before }) => (
    <Text key={words} as="p">
      <Text as="span" fontWeight="semibold">
        {formats.counted(here, "customer", "customers")}
      </Text>{" "}
      {words}{" "}
      <Text as="span" tone="subdued">
        (week before: {formats.whole(before)})
      </Text>
    </Text>
  ));
}
