import { BlockStack, Card as PolarisCard, Link, Text } from "@shopify/polaris";
import type { Sync } from "#app/contract/sync.ts";
import { CardFailure } from "#app/ui/card-failure.tsx";
import type { Formats } from "#app/ui/formats.ts";
import type { Card, Retry } from "./card.ts";
import { leftOutOf } from "./reading.ts";
import { comparisonSentences } from "./sync-words.ts";

/** Whether the figures can be trusted: the last comparison with Shopify, what waits, and what could not be read. */
export function SyncCard({ sync, at, formats, retry }: { sync: Card<Sync>; at: string; formats: Formats; retry: Retry }) {
  return (
    <PolarisCard>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Sync
        </Text>
        {sync.outcome === "failed" ? <CardFailure what="The state of the sync" {...retry} /> : <SyncLines sync={sync.value} at={at} formats={formats} />}
      </BlockStack>
    </PolarisCard>
  );
}

function SyncLines({ sync, at, formats }: { sync: Sync; at: string; formats: Formats }) {
  const { inbox, lastOrderAt, historyFrom } = sync;
  return (
    <>
      {comparisonSentences(sync.reconciliations, at, formats).map((sentence) => (
        <Text as="p" key={sentence}>
          {sentence}
        </Text>
      ))}
      <Text as="p">
        {waitingSentence(sync, formats)} {lastOrderAt ? `Last order: ${formats.recent(lastOrderAt, at)}.` : "No order yet."}
      </Text>
      {inbox.failingSince && (
        <Text as="p" tone="critical">
          What Shopify sends cannot be recorded just now, by a fault of ours. This began {formats.recent(inbox.failingSince, at)}. Nothing is lost: it waits here and is tried again by itself.
        </Text>
      )}
      {leftOutOf(sync.backfills).map((sentence) => (
        <Text as="p" tone="critical" key={sentence}>
          {sentence}
        </Text>
      ))}
      {sync.points && <Text as="p" {...(sync.points.membersDiffering > 0 && { tone: "critical" })}>{pointsSentence(sync.points, at, formats)}</Text>}
      {historyFrom && (
        <Text as="p" tone="subdued">
          Orders before {formats.day(historyFrom)} are counted by Shopify, not seen by us. Numbers that contain them carry “about”.
        </Text>
      )}
      <Text as="p">
        {inbox.parked === 0 ? "No parked deliveries." : <Link url="/app/deliveries">{formats.counted(inbox.parked, "parked delivery", "parked deliveries")}</Link>}
      </Text>
    </>
  );
}

function pointsSentence({ membersDiffering, checkedAt }: NonNullable<Sync["points"]>, at: string, formats: Formats): string {
  const checked = `Checked ${formats.recent(checkedAt, at)}.`;
  if (membersDiffering === 0) return `Every balance agrees with the history of its points. ${checked}`;
  return `The balances of ${formats.counted(membersDiffering, "customer", "customers")} do not agree with the history of their points. The history counts, and nothing in it is lost: whoever runs Thrice for you can rebuild the balances from it. ${checked}`;
}

function waitingSentence({ inbox, unsettledCustomers, backfills }: Sync, formats: Formats): string {
  if (backfills.some(({ state }) => state === "failed")) return "The shop’s history is not read yet.";
  if (inbox.pending > 0) return `${formats.counted(inbox.pending, "delivery waits", "deliveries wait")} to be read.`;
  if (unsettledCustomers > 0) return `${formats.counted(unsettledCustomers, "customer is", "customers are")} being counted.`;
  return inbox.parked > 0 ? "Everything that could be read is read." : "Everything that Shopify sent is read.";
}
