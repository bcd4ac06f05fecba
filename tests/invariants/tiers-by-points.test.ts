import fc from "fast-check";
import { expect, it } from "vitest";
import type { OrderFact } from "#app/domain/orders/order-fact.ts";
import { pool } from "#app/platform/db.server.ts";
import { day, placedOrder, programShop, type ProgramShop } from "#tests/factories/program-shop.ts";

const RUNS = Number(process.env["RUNS"] ?? 12);
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const END = 1_000;
const TIERS = [
  { id: "silver", name: "Silver", threshold: 60, perks: { multiplier: 1.5 } },
  { id: "gold", name: "Gold", threshold: 150, perks: { multiplier: 3 } },
];

/** Points are whole whatever the multiplier and the refund, which is half of the order. */
const anyOrder = fc.record({
  on: fc.integer({ min: 0, max: 400 }),
  totalMinor: fc.integer({ min: 1, max: 20 }).map((times) => times * 400),
  undoing: fc.option(fc.record({ kind: fc.constantFrom("cancelled", "refunded"), after: fc.integer({ min: 1, max: 200 }) }), { nil: null }),
  daysLate: fc.tuple(fc.constantFrom(0, 0, 20, 60), fc.constantFrom(0, 0, 20, 60)),
});
type Order = typeof anyOrder extends fc.Arbitrary<infer One> ? One : never;
const anyWindow = fc.constantFrom("lifetime", "calendar_year", "rolling_year");
type Window = typeof anyWindow extends fc.Arbitrary<infer One> ? One : never;

const undoneOn = ({ on, undoing }: Order): number => on + (undoing?.after ?? Infinity);

function versionsOf(order: Order, id: number): { fact: OrderFact; on: number }[] {
  const placed = placedOrder(id, order.on, order.totalMinor);
  const [late, undoneLate] = order.daysLate;
  const told = [{ fact: placed, on: order.on + late }];
  const on = undoneOn(order);
  if (order.undoing?.kind === "cancelled") told.push({ fact: { ...placed, versionHash: `${id}-cancelled`, updatedAt: day(on).toISOString(), cancelledAt: day(on).toISOString() }, on: on + undoneLate });
  if (order.undoing?.kind === "refunded") told.push({ fact: placedOrder(id, order.on, order.totalMinor, { refundedMinor: order.totalMinor / 2, refundedOn: on, revision: 1 }), on: on + undoneLate });
  return told;
}

/** The tier of a day's noon, counted by hand: what each order of the window comes to by then, at the multiplier of the tier before it. */
function countTiers(orders: Order[], window: Window): (on: number, isNoonIn: boolean) => string | null {
  const yearOf = (on: number) => day(on).getUTCFullYear();
  const isInWindow = (order: Order, on: number) => window === "lifetime" || (window === "calendar_year" ? yearOf(order.on) === yearOf(on) : on <= order.on + 365);
  const multipliers = new Map<Order, number>();
  const tierOn = (on: number, isNoonIn: boolean): string | null => {
    const isBy = (then: number) => (isNoonIn ? then <= on : then < on);
    const total = orders.filter((order) => isBy(order.on) && isInWindow(order, on)).reduce((sum, order) => {
      const share = !isBy(undoneOn(order)) ? 1 : order.undoing?.kind === "refunded" ? 0.5 : 0;
      return sum + (order.totalMinor / 100) * share * multipliers.get(order)!;
    }, 0);
    return TIERS.findLast(({ threshold }) => total >= threshold)?.id ?? null;
  };
  for (const order of orders.toSorted((a, b) => a.on - b.on)) multipliers.set(order, TIERS.find(({ id }) => id === tierOn(order.on, false))?.perks.multiplier ?? 1);
  return tierOn;
}

async function readTiers({ shop }: ProgramShop): Promise<(on: number) => string | null> {
  const { rows } = await pool.query<{ changes: { at: string; toTierId: string | null }[] }>("SELECT changes FROM member_tiers WHERE shop_id = $1", [shop.id]);
  return (on) => rows[0]?.changes.findLast(({ at }) => new Date(at) <= day(on))?.toTierId ?? null;
}

let shops = 0;

it(`tiers by points are on each day what a count by hand says, whenever orders, cancellations and refunds are heard of (SEED=${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyOrder, { minLength: 3, maxLength: 10 }), anyWindow, async (orders, window) => {
      const shop = await programShop(`count-tiers-${(shops += 1)}.myshopify.com`);
      await shop.publish({ earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }], nthOrderMultipliers: [], pendingDays: 0, tiers: TIERS, tierQualification: { basis: "points", window, graceDays: 0 } }, -10);
      for (const { fact, on } of orders.flatMap((order, at) => versionsOf(order, at + 1)).sort((a, b) => a.on - b.on)) {
        await shop.settle(on);
        await shop.take(on, fact);
      }
      await shop.settle(END);
      const byHand = countTiers(orders, window);
      const stored = await readTiers(shop);
      const days = Array.from({ length: END }, (_, on) => on);
      expect(days.map((on) => `${on} ${stored(on)}`)).toEqual(days.map((on) => `${on} ${byHand(on, true)}`));
    }),
    { seed, numRuns: RUNS, endOnFailure: true },
  );
}, 120_000);
