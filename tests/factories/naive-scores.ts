import type { CountingPolicy } from "#app/domain/scoring/counting-policy.ts";
import { financialStatus, paidMinor } from "#standin/shop/order-sums.ts";
import type { OrderRecord } from "#standin/shop/records.ts";
import type { Shop } from "#standin/shop/shop.ts";
import type { Score } from "./stored-scores.ts";

/**
 * Scores as anybody would count them by hand from what the shop holds to be true: none of the product's code, no SQL, no
 * cleverness. For shops whose history is readable from its beginning. Whoever has the address of an order without a customer
 * has the order.
 */
export function naiveScores(shop: Shop, policy: CountingPolicy): Record<string, Score> {
  const guests = Map.groupBy([...shop.orders.values()].filter(({ customer }) => customer === null), ({ email }) => email ?? "");
  return Object.fromEntries(
    [...shop.customers.values()].map(({ id, email, orders }) => [id, scoreOf(shop, [...orders, ...(guests.get(email ?? "nobody's") ?? [])].filter((order) => counts(order, policy)), policy)]),
  );
}

function counts(order: OrderRecord, policy: CountingPolicy): boolean {
  const status = financialStatus(order);
  // What an edit added and nobody paid yet does not undo that the order was paid.
  const isPaid = status === "PAID" || status === "PARTIALLY_REFUNDED" || (status === "PARTIALLY_PAID" && paidMinor(order) >= originalMinor(order));
  const isExcluded = order.tags.some((tag) => policy.excludedTags.includes(tag.toLowerCase())) || policy.excludedSources.includes(order.sourceName);
  return (
    (isPaid || (policy.countFrom === "creation" && status !== "REFUNDED")) &&
    order.cancelledAtMs === null && !order.test && originalMinor(order) > 0 && originalMinor(order) >= policy.minimumOrderMinor && !isExcluded
  );
}

const originalMinor = ({ originalTotalMinor, totalMinor }: OrderRecord): number => originalTotalMinor ?? totalMinor;

// Of what an edit exchanged, one was bought and the other was not.
const spentMinor = (order: OrderRecord): number => (order.originalTotalMinor === undefined ? order.totalMinor : Math.min(order.totalMinor, Math.max(order.originalTotalMinor, paidMinor(order))));

const iso = (atMs: number | undefined) => (atMs === undefined ? null : new Date(atMs).toISOString().replace(".000Z", "Z"));

function scoreOf(shop: Shop, orders: OrderRecord[], policy: CountingPolicy): Score {
  const sorted = orders.toSorted((a, b) => a.processedAtMs - b.processedAtMs || (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  const holders = policy.mergeSameDay ? firstOfEachDay(sorted, shop.settings.timeZone) : sorted;
  const thresholds = [["champion", policy.championAt], ["loyal", policy.loyalAt], ["second", 2], ["first", 1]] as const;
  const [stage, rank] = thresholds.find(([, from]) => holders.length >= from) ?? (["prospect", 0] as const);
  const holder = holders[rank - 1];
  return {
    countedOrders: holders.length,
    openingCount: 0,
    stage,
    stageSince: iso(holder?.processedAtMs),
    stageOrderId: holder?.id ?? null,
    firstOrderAt: iso(sorted[0]?.processedAtMs),
    lastOrderAt: iso(sorted.at(-1)?.processedAtMs),
    spentMinor: sorted.reduce((sum, order) => sum + spentMinor(order), 0),
  };
}

function firstOfEachDay(sorted: OrderRecord[], timeZone: string): OrderRecord[] {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  const seen = new Set<string>();
  return sorted.filter((order) => {
    const on = day.format(order.processedAtMs);
    const isFirst = !seen.has(on);
    seen.add(on);
    return isFirst;
  });
}
