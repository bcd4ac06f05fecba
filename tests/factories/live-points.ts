import { expect } from "vitest";
import { takeEffect } from "#app/effects/outbox.server.ts";
import { DEFAULT_COUNTING_POLICY, type CountingPolicy } from "#app/domain/scoring/counting-policy.ts";
import { localDay } from "#app/domain/time.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { cancelRedemption } from "#app/usecases/cancel-redemption.server.ts";
import { endRedemptions } from "#app/usecases/end-redemptions.server.ts";
import { excludeMember } from "#app/usecases/exclude-member.server.ts";
import { installShop } from "#app/usecases/install-shop.server.ts";
import { publishProgram, saveDraft, setPaused } from "#app/usecases/publish-program.server.ts";
import { receiveEffect } from "#app/usecases/receive-effect.server.ts";
import { recordEvent } from "#app/usecases/record-event.server.ts";
import { redeemReward } from "#app/usecases/redeem-reward.server.ts";
import { saveCountingPolicy } from "#app/usecases/save-counting-policy.server.ts";
import { settleDeliveries } from "#app/usecases/settle-deliveries.server.ts";
import { noFacts } from "#app/usecases/take-in-facts.server.ts";
import { timelineOf, type Moment, type PointsDelivery, type PointsLife } from "./points-timeline.ts";

export const DAY_MS = 86_400_000;
const LEASE_MS = 1_000;

type Told = Extract<Moment, { delivery: PointsDelivery }>;
type Act = Exclude<Moment, Told>;

/** How deliveries reach the app. `asTold`: each at its time. `mixed`: those of one day between two observations in any order, some twice. `late`: each up to weeks late, in any order, some twice. */
export type Way = "asTold" | "mixed" | "late";

export interface Lived {
  shop: Shop;
  /** Everybody's pending and settled points after each run of deliveries, as text; to compare two ways with each other. */
  balances: string[];
}

const SILVER_FROM: Record<PointsLife["tierBasis"], number> = { orders: 2, spend: 4_000, points: 60 };

const programOf = ({ pendingDays, pendingFrom, refundPolicy, expiryMonths, tierBasis }: PointsLife, points: number) => ({
  pendingDays, pendingFrom, refundPolicy, nthOrderMultipliers: [1, 2, 3],
  earnRules: [
    { id: "spend", kind: "amount", points, perMinor: 100, conditions: [{ kind: "minimum_spend", amountMinor: 700 }] },
    { id: "each", kind: "order", points: 5, conditions: [{ kind: "limit", timesMax: 2, per: "month" }] },
    { id: "second", kind: "nth_order", n: 2, points: 20 },
    { id: "vip", kind: "order", points: 11, conditions: [{ kind: "customer_tag", tags: ["vip"] }, { kind: "limit", timesMax: 3, per: "ever" }] },
    { id: "silver", kind: "order", points: 17, conditions: [{ kind: "tier", tierIds: ["silver"] }, { kind: "limit", timesMax: 1, per: "month" }] },
    { id: "visit", kind: "event", event: "visit", points: 9 },
  ],
  expiry: expiryMonths === null ? { kind: "none" } : { kind: "fixed", months: expiryMonths },
  excludedCustomerTags: ["staff"],
  tiers: [{ id: "silver", name: "Silver", threshold: SILVER_FROM[tierBasis], perks: { multiplier: 1.5 } }],
  tierQualification: { basis: tierBasis },
  rewards: [{ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 15, amountMinor: 500, validityDays: 20 }],
});

const COUNTED_AS: Partial<CountingPolicy>[] = [{}, { minimumOrderMinor: 2_500 }, { mergeSameDay: true }, { countFrom: "creation", minimumOrderMinor: 1_500 }, { loyalAt: 2 }];

let shops = 0;

/**
 * Lives through a history from its first day until now, with deliveries coming one way. The same life gives the same moments
 * each time. In a life as it was told, what has settled must not change but by its own facts.
 */
export async function livePoints(life: PointsLife, way: Way, { random }: { random: () => number }): Promise<Lived> {
  const startMs = Math.floor((Date.now() - 300 * DAY_MS) / DAY_MS) * DAY_MS;
  const shop = await openShop(life, startMs);
  const moments = timelineOf(life, startMs + DAY_MS);
  const balances: string[] = [];
  const codes = new Map<string, string[]>();
  const settled = way === "asTold" ? await watchSettled(shop) : undefined;
  for (const [at, run] of runsOf(moments, { way, random, timeZone: life.timeZone }).entries()) {
    if ("act" in run) await act(shop, { ...run, key: `act-${at}` }, life);
    else {
      const now = run.now;
      if (way !== "late") await settleDue(shop.id, run.from);
      for (const told of run.told) await useCode(shop, told, codes);
      for (const batch of way === "asTold" ? run.told.map((one) => [one]) : inBatches(run.deliveries, random)) await deliver(shop, { batch, codes, now });
      if (way !== "late") await settleDue(shop.id, now);
    }
    if (way !== "late") balances.push(await readBalances(shop.id));
    await settled?.expectKept("act" in run ? [] : run.told);
  }
  await settleDue(shop.id, new Date());
  return { shop, balances: [...balances, way === "late" ? "" : await readBalances(shop.id)] };
}

async function openShop(life: PointsLife, startMs: number): Promise<Shop> {
  const domain = `lived-${(shops += 1)}.myshopify.com`;
  const shop = await installShop({ domain, scopes: ["read_all_orders", "read_orders", "write_discounts"], shop: { shopifyId: String(shops), name: domain, currency: "GBP", timeZone: life.timeZone } }, new Date(startMs));
  await pool.query("UPDATE backfills SET state = 'done' WHERE shop_id = $1", [shop.id]);
  await publish(shop, life, 1, new Date(startMs));
  return shop;
}

async function publish({ id }: Shop, life: PointsLife, points: number, now: Date): Promise<void> {
  const saved = await saveDraft(id, programOf(life, points), { by: "test", now });
  if (saved.outcome !== "saved") throw new Error(JSON.stringify(saved));
  await publishProgram(id, { by: "test", now });
}

type Run = Act | { from: Date; now: Date; told: Told[]; deliveries: Told[] };

/** Deliveries that come together, and what is done in between, in turn. */
function runsOf(moments: Moment[], { way, random, timeZone }: { way: Way; random: () => number; timeZone: string }): Run[] {
  const runs: Run[] = [];
  if (way === "late") {
    const late = moments.map((one, at) => ({ one, at: "act" in one ? at : at + Math.floor(random() ** 3 * moments.length) }));
    for (const { one } of late.sort((a, b) => a.at - b.at)) {
      if ("act" in one) runs.push(one);
      else runs.push({ from: one.at, now: one.at, told: [one], deliveries: random() < 0.2 ? [one, one] : [one] });
    }
    return atRisingTimes(runs);
  }
  let open: Extract<Run, { told: Told[] }> | undefined;
  for (const one of moments) {
    if ("act" in one) {
      runs.push(one);
      open = undefined;
      continue;
    }
    if (!open || one.isObserved || localDay(open.from, timeZone) !== localDay(one.at, timeZone)) runs.push((open = { from: one.at, now: one.at, told: [], deliveries: [] }));
    Object.assign(open, { now: one.at });
    open.told.push(one);
    if (one.isObserved) open = undefined;
  }
  for (const run of runs) if ("told" in run) run.deliveries = way === "mixed" ? mixed(run.told, random) : run.told;
  return runs;
}

/** What is late comes at the time of whatever came before it, never before it happened. */
function atRisingTimes(runs: Run[]): Run[] {
  let nowMs = 0;
  return runs.map((run) => {
    nowMs = Math.max(nowMs, ("act" in run ? run.at : run.now).getTime());
    return "act" in run ? { ...run, at: new Date(nowMs) } : { ...run, now: new Date(nowMs) };
  });
}

const mixed = (told: Told[], random: () => number): Told[] =>
  told.flatMap((one) => (random() < 0.3 ? [one, one] : [one])).map((one) => ({ one, at: random() })).sort((a, b) => a.at - b.at).map(({ one }) => one);

function inBatches(told: Told[], random: () => number): Told[][] {
  const batches: Told[][] = [];
  for (let at = 0; at < told.length; ) {
    const size = 1 + Math.floor(random() * 4);
    batches.push(told.slice(at, at + size));
    at += size;
  }
  return batches;
}

/** An order that is placed with a code carries whichever code its customer holds then. */
async function useCode({ id }: Shop, { delivery, codeOf }: Told, codes: Map<string, string[]>): Promise<void> {
  if (!codeOf || !delivery.order || codes.has(delivery.order.orderId)) return;
  const { rows } = await pool.query<{ code: string }>("SELECT code FROM redemptions WHERE shop_id = $1 AND customer_id = $2 AND state = 'issued' ORDER BY reserved_at LIMIT 1", [id, codeOf]);
  codes.set(delivery.order.orderId, rows.map(({ code }) => code));
}

async function deliver(shop: Shop, { batch, codes, now }: { batch: Told[]; codes: Map<string, string[]>; now: Date }): Promise<void> {
  const facts = noFacts();
  const redacted = batch.flatMap(({ delivery }) => delivery.redactedId ?? []);
  for (const { delivery: { order, transaction, refund, customer, tag, merge } } of batch) {
    if (order) facts.orders.push({ ...order, discountCodes: codes.get(order.orderId) ?? [] });
    if (transaction) facts.transactions.push(transaction);
    if (refund) facts.refunds.push(refund);
    if (customer) facts.customers.push(customer);
    if (tag) facts.customerTags.push(tag);
    if (merge) facts.merges.push(merge);
  }
  await inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shop.id);
    const events = redacted.map((customerId) => ({ event: { kind: "customer_redacted" as const, customerId, orderIds: [] }, at: now }));
    await settleDeliveries(tx, shop, { read: { facts, events }, now });
  });
}

/** What merchants, shoppers, Shopify and the calendar do. `key` is the act's own in its shop, and other shops use it as well. */
async function act(shop: Shop, { act: kind, at: now, a, b, customerId, key }: Act & { key: string }, life: PointsLife): Promise<void> {
  switch (kind) {
    case "settle":
      return void (await settleDue(shop.id, now));
    case "redeem":
      return void (await redeemReward(shop.id, { customerId, rewardId: "five", idempotencyKey: key, by: b % 2 ? { kind: "customer" } : { kind: "merchant", name: "Ann" }, now }));
    case "answer":
      return answerEffects(shop, now);
    case "cancel-redemption": {
      const { rows } = await pool.query<{ id: string }>("SELECT redemption_id AS id FROM redemptions WHERE shop_id = $1 ORDER BY reserved_at, redemption_id", [shop.id]);
      const one = rows[a % Math.max(1, rows.length)];
      return one && void (await cancelRedemption(shop.id, { redemptionId: one.id, now }));
    }
    case "end":
      return void (await endRedemptions(shop.id, now));
    case "adjust":
      return void (await adjustPoints(shop.id, { customerId, points: (b % 60) - 25 || 1, reason: "test", by: "Ann", idempotencyKey: key }, now));
    case "event":
      return void (await recordEvent(shop.id, { customerId, event: "visit", occurredAt: now, idempotencyKey: key }, now));
    case "publish":
      return publish(shop, life, 1 + (b % 3), now);
    case "pause":
      return void (await setPaused(shop.id, b % 2 === 0, { by: "test", now }));
    case "count":
      return void (await saveCountingPolicy(shop.id, { ...DEFAULT_COUNTING_POLICY, ...COUNTED_AS[b % COUNTED_AS.length] }, { by: "test", now }));
    case "exclude":
      // Also of somebody of whom Shopify has told nothing yet, so that it makes no difference what is heard late.
      await pool.query("INSERT INTO customers (shop_id, customer_id, updated_at, first_seen_at) VALUES ($1, $2, 'epoch', $3) ON CONFLICT DO NOTHING", [shop.id, customerId, now]);
      return void (await excludeMember(shop.id, { customerId, kind: "blocked", reason: "test", by: "Ann" }, now));
    case "use":
      throw new Error("an order with a code is a delivery");
  }
}

/** Shopify does what it is asked for, but for the codes of one minute in seven. */
async function answerEffects(shop: Shop, now: Date): Promise<void> {
  for (let taken = await takeEffect(pool, shop.id, { now, leaseMs: LEASE_MS }); taken; taken = await takeEffect(pool, shop.id, { now, leaseMs: LEASE_MS })) {
    const { effect, effectId } = taken;
    if (effect.kind === "release_discount_code") await receiveEffect(shop.id, { taken, outcome: { outcome: "done", receipt: { kind: "closed", carriedBy: [] } }, now });
    else if (effect.kind === "rebind_discount_code") await receiveEffect(shop.id, { taken, outcome: { outcome: "done", receipt: { kind: "rebound" } }, now });
    else if (effect.kind === "issue_discount_code" && (new Date(effect.startsAt).getTime() / 60_000) % 7 === 0) await receiveEffect(shop.id, { taken, outcome: { outcome: "refused", code: null, message: "no" }, now });
    else await receiveEffect(shop.id, { taken, outcome: { outcome: "done", receipt: { kind: "issued", shopifyId: `gid://shopify/DiscountCodeNode/${effectId}` } }, now });
  }
}

/**
 * What an order came to when it settled changes by nothing but its own facts, while everything is heard of in time: not by
 * another order, a merge, a tag, an exclusion, another program or another way of counting. Whose an order is, that
 * somebody is erased, and that a refund of earlier has its money now, reaches further; and an order that went from one
 * customer to another is its first customer's again once the first is merged into the other, because nothing else tells a merge
 * from a move: then the other's orders may be ranked anew. An order that was moved has settled when it has with each customer whom it was booked to.
 */
async function watchSettled({ id }: Shop): Promise<{ expectKept: (told: Told[]) => Promise<void> }> {
  const read = async () => {
    const { rows } = await pool.query<{ order_id: string; net: number }>(
      "SELECT order_id::text, sum(credited_points - reversed_points - waived_points)::float8 AS net FROM order_bookings WHERE shop_id = $1 GROUP BY 1 HAVING bool_and(settled_at IS NOT NULL)", [id]);
    return new Map(rows.map(({ order_id: orderId, net }) => [orderId, net]));
  };
  const owners = new Map<string, string | undefined>();
  const firstOwners = new Map<string, string | undefined>();
  const keptOf = new Map<string, string>();
  const chainOf = (customerId: string | undefined): string[] => (customerId === undefined ? [] : [customerId, ...chainOf(keptOf.get(customerId))]);
  const survivorOf = (orderId: string) => chainOf(owners.get(orderId)).at(-1);
  const looksMerged = (orderId: string) => owners.get(orderId) !== firstOwners.get(orderId) && chainOf(firstOwners.get(orderId)).includes(owners.get(orderId) ?? "");
  let before = await read();
  return {
    async expectKept(told) {
      const after = await read();
      const isNamed = (orderId: string) => told.some(({ delivery: { order, transaction, refund } }) => [order, transaction, refund].some((fact) => fact?.orderId === orderId));
      const reachesFurther = told.some(({ delivery: { order, transaction, redactedId } }) => redactedId || transaction?.kind === "refund" || (order && owners.has(order.orderId) && owners.get(order.orderId) !== order.customer?.customerId));
      const merges = told.flatMap(({ delivery: { merge } }) => merge ?? []);
      for (const { keptId, removedId } of merges) keptOf.set(removedId, keptId);
      const rankedAnew = new Set(merges.length > 0 ? [...owners.keys()].filter(looksMerged).map(survivorOf) : []);
      const kept = [...before].filter(([orderId]) => !isNamed(orderId) && !rankedAnew.has(survivorOf(orderId)));
      if (!reachesFurther) expect(kept.map(([orderId]) => [orderId, after.get(orderId)]), `settled orders that ${JSON.stringify(told)} does not name`).toEqual(kept);
      for (const { delivery: { order } } of told) {
        if (!order) continue;
        if (!firstOwners.has(order.orderId)) firstOwners.set(order.orderId, order.customer?.customerId);
        owners.set(order.orderId, order.customer?.customerId);
      }
      before = after;
    },
  };
}

async function readBalances(shopId: number): Promise<string> {
  const { rows } = await pool.query<{ line: string }>(
    "SELECT customer_id || ':' || pending_points || '/' || settled_points AS line FROM member_points WHERE shop_id = $1 AND (pending_points <> 0 OR settled_points <> 0) ORDER BY customer_id", [shopId]);
  return rows.map(({ line }) => line).join(" ");
}

/** `earned - reversed - waived` of each order, over all members; orders that an erased customer had a part in are left out. */
export async function readNets({ shop }: Lived): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ order_id: string; net: number }>(
    `SELECT order_id::text, sum(pending_points + settled_points - waived_points)::float8 AS net FROM ledger_entries
     WHERE shop_id = $1 AND order_id IS NOT NULL AND kind <> 'expire' GROUP BY 1 HAVING sum(pending_points + settled_points - waived_points) <> 0 ORDER BY 1`,
    [shop.id],
  );
  return Object.fromEntries(rows.map(({ order_id: orderId, net }) => [orderId, net]));
}
