import fc from "fast-check";
import { expect, it } from "vitest";
import type { OrderFact } from "#app/domain/orders/order-fact.ts";
import { day, placedOrder, programShop } from "#tests/factories/program-shop.ts";

const RUNS = 15;
const END = 400;

// Two stages, tiers or channels may exclude each other, and such a rule is refused.
const ONCE = new Set(["sales_channel", "stage", "tier"]);

const conditions = fc.uniqueArray(
  fc.oneof(
    fc.record({ kind: fc.constant("minimum_spend"), amountMinor: fc.integer({ min: 1, max: 6_000 }) }),
    fc.record({ kind: fc.constant("product"), productIds: fc.constantFrom(["11"], ["11", "12"]) }),
    fc.record({ kind: fc.constant("sales_channel"), sources: fc.constantFrom(["web"], ["pos"]) }),
    fc.record({ kind: fc.constant("stage"), stages: fc.constantFrom(["prospect"], ["first", "second"], ["loyal", "champion"]) }),
    fc.record({ kind: fc.constant("tier"), tierIds: fc.constantFrom(["silver"], ["gold"]) }),
    fc.record({ kind: fc.constant("limit"), timesMax: fc.integer({ min: 1, max: 2 }), per: fc.constantFrom("day", "week", "month", "year", "ever") }),
  ),
  { maxLength: 2, comparator: (one, other) => one.kind === other.kind && ONCE.has(one.kind) },
);

const given = { points: fc.integer({ min: 1, max: 9 }), conditions };

const rules = fc
  .array(
    fc.oneof(
      fc.record({ kind: fc.constant("amount"), perMinor: fc.constantFrom(100, 333), ...given }),
      fc.record({ kind: fc.constant("order"), ...given }),
      fc.record({ kind: fc.constant("nth_order"), n: fc.integer({ min: 1, max: 3 }), every: fc.boolean(), ...given }),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) => all.map((rule, at) => ({ id: `rule-${at}`, ...rule })));

const programs = fc.record({
  earnRules: rules,
  nthOrderMultipliers: fc.constantFrom([], [1, 2, 3]),
  pendingDays: fc.constantFrom(0, 3, 14),
  pendingFrom: fc.constantFrom("order", "fulfillment"),
  tiers: fc.constant([
    { id: "silver", name: "Silver", threshold: 2, perks: { multiplier: 1.5 } },
    { id: "gold", name: "Gold", threshold: 4, perks: { multiplier: 2 } },
  ]),
  tierQualification: fc.record({ basis: fc.constantFrom("orders", "spend", "points"), window: fc.constantFrom("lifetime", "calendar_year", "rolling_year"), graceDays: fc.constantFrom(0, 5) }),
});

const histories = fc.array(
  fc.record({
    on: fc.integer({ min: 0, max: 60 }),
    totalMinor: fc.integer({ min: 1, max: 9_000 }),
    productId: fc.constantFrom("11", "12"),
    sourceName: fc.constantFrom("web", "pos"),
    cancelsAfter: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined, freq: 3 }),
    sentAfter: fc.array(fc.integer({ min: 0, max: 80 }), { maxLength: 2 }),
    refund: fc.option(fc.record({ after: fc.integer({ min: 1, max: 40 }), share: fc.double({ min: 0.1, max: 0.9, noNaN: true }) }), { nil: undefined, freq: 3 }),
  }),
  { minLength: 1, maxLength: 7 },
);

type Spec = typeof histories extends fc.Arbitrary<(infer One)[]> ? One : never;

/** What is known of an order on a day: its newest version then. */
function versionOn(id: number, spec: Spec, on: number): OrderFact | undefined {
  if (spec.on > on) return undefined;
  const cancelsOn = spec.on + (spec.cancelsAfter ?? Infinity);
  const refundOn = spec.on + (spec.refund?.after ?? Infinity);
  const refund = refundOn <= on && spec.refund ? { refundedMinor: Math.max(1, Math.floor(spec.totalMinor * spec.refund.share)), refundedOn: refundOn } : {};
  const sentOn = spec.sentAfter.map((days) => spec.on + days).filter((one) => one <= on);
  const changedOn = Math.max(spec.on, ...sentOn, ...[cancelsOn, refundOn].filter((one) => one <= on));
  const fulfillments = sentOn.map((one, at) => ({ fulfillmentId: `${id}${at}`, status: "success", createdAt: day(one).toISOString() }));
  const fact = placedOrder(id, spec.on, spec.totalMinor, { productId: spec.productId, sourceName: spec.sourceName, ...refund });
  return { ...fact, fulfillments, updatedAt: day(changedOn).toISOString(), versionHash: `${id}/${changedOn}`, cancelledAt: cancelsOn <= on ? day(cancelsOn).toISOString() : null };
}

const changeDays = (specs: Spec[]) =>
  [...new Set(specs.flatMap((spec) => [spec.on, spec.on + (spec.cancelsAfter ?? 0), spec.on + (spec.refund?.after ?? 0), ...spec.sentAfter.map((days) => spec.on + days)]))].sort((a, b) => a - b);

let shops = 0;

async function after(program: unknown, live: (shop: Awaited<ReturnType<typeof programShop>>) => Promise<void>): Promise<[string, number][]> {
  const shop = await programShop(`program-history-${(shops += 1)}.myshopify.com`);
  await shop.publish(program, -10);
  await live(shop);
  await shop.settle(END);
  return (await shop.earned()).filter(([, points]) => points !== 0);
}

it("whatever the rules, each order comes to the points of a recomputation: lived day by day, heard of at once, or in any order", async () => {
  await fc.assert(
    fc.asyncProperty(programs, histories, fc.infiniteStream(fc.nat()), async (program, specs, dice) => {
      const versions = (on: number) => specs.flatMap((spec, at) => versionOn(at + 1, spec, on) ?? []);
      const atOnce = await after(program, ({ take }) => take(END, ...versions(END)));
      const lived = await after(program, async ({ take, settle }) => {
        for (const on of changeDays(specs)) {
          await settle(on);
          await take(on, ...versions(on));
        }
      });
      expect(lived).toEqual(atOnce);
      const shuffled = versions(END).map((fact) => ({ fact, weight: dice.next().value as number })).sort((a, b) => a.weight - b.weight);
      const oneByOne = await after({ ...program, pendingDays: 365 }, async ({ take }) => {
        for (const { fact } of shuffled) await take(100, fact);
      });
      expect(oneByOne).toEqual(await after({ ...program, pendingDays: 365 }, ({ take }) => take(100, ...versions(END))));
    }),
    { numRuns: RUNS },
  );
});
