import type { NotCountedReason, TimelineEntry } from "#app/contract/timeline.ts";
import type { EntryKind } from "#app/domain/points/entry.ts";
import { whySentence } from "#app/domain/points/why-sentence.ts";
import type { Why } from "#app/domain/points/why.ts";
import { ordinal } from "#app/domain/scoring/stage-reason.ts";
import { entryLine } from "#app/ui/entry-line.ts";
import type { Formats } from "#app/ui/formats.ts";
import { STAGE_NAMES } from "#app/ui/stage-names.ts";
import { whyFormatsOf } from "#app/ui/why-formats.ts";

/** One line of the history, and the sentence behind "Why" where there is more to say. */
export type EntryWords = { line: string; why?: string };

type Tiered = Extract<TimelineEntry, { kind: "tier" }>;
type Perk = Extract<TimelineEntry, { kind: "perk" }>;

const NOT_COUNTED = {
  deleted: "The order was deleted in Shopify.",
  test: "It is a test order.",
  cancelled: "The order was cancelled.",
  fully_refunded: "The order was refunded in full.",
  unpaid: "The order has not been paid in full. Only paid orders count.",
  zero_total: "Its total was zero.",
  below_minimum: "Its total is below the smallest order that counts in your settings.",
  excluded_tag: "It carries a tag that your settings leave out.",
  excluded_source: "It came through a sales channel that your settings leave out.",
  inside_opening_count: "It was placed before we could see the shop’s orders, so it is inside the number that Shopify gave us.",
  in_the_future: "Its date lies in the future. It counts from then on.",
} as const satisfies Record<NotCountedReason, string>;

/** The words for one entry of a customer's history. */
export function entryWords(entry: TimelineEntry, formats: Formats): EntryWords {
  switch (entry.kind) {
    case "order":
      return orderWords(entry, formats);
    case "refund":
      return refundWords(entry, formats);
    case "cancellation":
      return { line: `${nameOf(entry)} cancelled`, why: "A cancelled order does not count; later orders move up by one." };
    case "deletion":
      return { line: `${nameOf(entry)} deleted in Shopify`, why: "A deleted order does not count; later orders move up by one." };
    case "stage":
      return { line: `Became ${STAGE_NAMES[entry.stage]} with ${nameOf(entry)}` };
    case "moved_back":
      return { line: `${STAGE_NAMES[entry.fromStage]} → ${STAGE_NAMES[entry.toStage]}`, why: entry.sentence };
    case "points":
      return pointsWords(entry, formats);
    case "tier":
      return tierWords(entry, formats);
    case "perk":
      return perkWords(entry);
    case "merge":
      return { line: `Customer ${entry.mergedId} was merged into this one`, why: "Both histories count as one; orders are numbered by the time they were placed." };
    case "created":
      return { line: "Customer created in Shopify" };
    case "redaction":
      return { line: "Personal data erased", why: "Shopify passed on a request to erase this person. The sums stay." };
  }
}

function orderWords(entry: Extract<TimelineEntry, { kind: "order" }>, formats: Formats): EntryWords {
  const start = `${nameOf(entry)} · ${formats.money(entry.totalMinor, entry.currency)}`;
  if (entry.rank === null) {
    return { line: `${start} · not counted`, ...(entry.notCountedReason && { why: NOT_COUNTED[entry.notCountedReason] }) };
  }
  const place = `the ${ordinal(entry.rank)} counted order by the time it was placed.`;
  const words = entry.isAbout
    ? { line: `${start} · about order ${entry.rank}`, why: `About ${place} Orders before our reading began are counted by Shopify.` }
    : { line: `${start} · order ${entry.rank}`, why: `${place.charAt(0).toUpperCase()}${place.slice(1)}` };
  if (!entry.unearned) return words;
  const { programVersion, why } = entry.unearned;
  const unearned = whySentence({ kind: "earn_pending", points: 0, orderName: entry.orderName, programVersion, why: why as Why }, whyFormatsOf(formats));
  return { ...words, why: `${words.why} ${unearned}` };
}

function refundWords(entry: Extract<TimelineEntry, { kind: "refund" }>, formats: Formats): EntryWords {
  if (entry.awaitsMoney) return { line: `Refund of ${nameOf(entry)} asked for`, why: "No money has gone back so far. Until it does, nothing changes for the order and its points." };
  if (entry.amountMinor === 0 && !entry.isComplete) return { line: `Items of ${nameOf(entry)} returned or removed`, why: "No money went back. The order still counts, but these items earn nothing any more." };
  return {
    line: `${formats.money(entry.amountMinor, entry.currency)} of ${nameOf(entry)} refunded`,
    why: entry.isComplete ? "With this refund the whole order was paid back, so it no longer counts." : "A part was paid back. The order still counts.",
  };
}

/** The ledger writes kind and reason; the API's schema passes them on as they are. */
function pointsWords({ entryKind, points, orderName, programVersion, why: because }: Extract<TimelineEntry, { kind: "points" }>, formats: Formats): EntryWords {
  const kind = entryKind as EntryKind;
  const why = because as Why;
  const line = entryLine({ kind, points, why }, formats);
  return { line: orderName ? `${line} · ${orderName}` : line, why: whySentence({ kind, points, orderName, programVersion, why }, whyFormatsOf(formats)) };
}

const nameOf = ({ orderId, orderName }: { orderId: string; orderName: string | null }) => orderName ?? `Order ${orderId}`;

const TOTALS = {
  orders: (total: number, formats: Formats) => formats.counted(total, "counted order", "counted orders"),
  spend: (total: number, formats: Formats) => `${formats.money(total)} spent`,
  points: (total: number, formats: Formats) => `${formats.points(total)} earned`,
} as const satisfies Record<Tiered["cause"]["basis"], (total: number, formats: Formats) => string>;

function tierWords({ fromTier, toTier, cause: { kind, basis, total } }: Tiered, formats: Formats): EntryWords {
  const line = kind === "reached" && toTier ? `Reached the tier ${toTier}` : `Tier ${fromTier ?? "none"} → ${toTier ?? "none"}`;
  if (kind === "given") return { line: toTier ? `Given the tier ${toTier}` : line, why: "It came with an import, and is kept until it ends or a higher one is reached." };
  const had = TOTALS[basis](total, formats);
  return { line, why: kind === "program" ? `The program’s tiers changed. The customer had ${had} then.` : `The customer had ${had} then.` };
}

const GIVEN = {
  gift: (name: string) => `Gift: ${name}`,
  welcome_reward: (name: string) => `Reward on arrival: ${name}`,
  free_shipping: (name: string) => name,
  tag: (name: string) => `Tag “${name}” added`,
} as const satisfies Record<Perk["perk"], (name: string) => string>;

const ENDED = {
  gift: (name: string) => `Gift taken back: ${name}`,
  welcome_reward: (name: string) => `Reward on arrival ended: ${name}`,
  free_shipping: (name: string) => `${name} ended`,
  tag: (name: string) => `Tag “${name}” no longer kept`,
} as const satisfies Record<Perk["perk"], (name: string) => string>;

const END_REASONS = {
  tier_left: "The customer left the tier.",
  program_changed: "The program no longer gives it.",
  order_undone: "Its order no longer counts.",
  merged: "Two customers who both had it became one.",
  closed: "The customer was erased or deleted.",
  refused: "Shopify refused it.",
} as const satisfies Record<NonNullable<Perk["endReason"]>, string>;

function perkWords({ perk, change, name, tier, n, orderId, orderName, endReason, refusal }: Perk): EntryWords {
  if (change === "ended") return { line: ENDED[perk](name), why: [endReason && END_REASONS[endReason], refusal].filter(Boolean).join(" ") };
  const order = orderId ? `With ${nameOf({ orderId, orderName })}, the ${ordinal(n ?? 1)} counted order.` : undefined;
  const why = order ?? (tier ? `The tier ${tier} gives it.` : undefined);
  return { line: GIVEN[perk](name), ...(why && { why }) };
}
