import fc from "fast-check";
import { expect, it } from "vitest";
import type { OrderFact, TransactionFact } from "#app/domain/orders/order-fact.ts";
import { day, placedOrder, programShop } from "#tests/factories/program-shop.ts";
import { anyProgram } from "#tests/factories/random-program.ts";

const RUNS = Number(process.env["RUNS"] ?? 15);
const END = 400;

const lived = {
  on: fc.integer({ min: 0, max: 60 }),
  totalMinor: fc.integer({ min: 1, max: 9_000 }),
  productId: fc.constantFrom("11", "12"),
  sourceName: fc.constantFrom("web", "pos"),
  cancelsAfter: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined, freq: 3 }),
  sentAfter: fc.array(fc.integer({ min: 0, max: 80 }), { maxLength: 2 }),
  refund: fc.option(fc.record({ after: fc.integer({ min: 1, max: 40 }), share: fc.double({ min: 0.1, max: 0.9, noNaN: true }) }), { nil: undefined, freq: 3 }),
};

const histories = fc.array(fc.record(lived), { minLength: 1, maxLength: 7 });
const historiesWithLatePayments = fc.array(fc.record({ ...lived, paysAfter: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined, freq: 2 }) }), { minLength: 1, maxLength: 7 });

type Spec = (typeof histories extends fc.Arbitrary<(infer One)[]> ? One : never) & { paysAfter?: number | undefined };

const UNPAID = { financialStatus: "pending", isPaidSeen: false };

const paymentOf = ({ orderId, totalMinor }: OrderFact, processedAt: string): TransactionFact =>
  ({ orderId, transactionId: `${orderId}8`, kind: "sale", status: "success", amountMinor: totalMinor, currency: "GBP", processedAt, gateway: null, parentId: null });

/** What is known of an order on a day: its newest version then. */
function versionOn(id: number, spec: Spec, on: number): OrderFact | undefined {
  if (spec.on > on) return undefined;
  const cancelsOn = spec.on + (spec.cancelsAfter ?? Infinity);
  const refundOn = spec.on + (spec.refund?.after ?? Infinity);
  const refund = refundOn <= on && spec.refund ? { refundedMinor: Math.max(1, Math.floor(spec.totalMinor * spec.refund.share)), refundedOn: refundOn } : {};
  const sentOn = spec.sentAfter.map((days) => spec.on + days).filter((one) => one <= on);
  const paidOn = spec.on + (spec.paysAfter ?? 0);
  const changedOn = Math.max(spec.on, ...sentOn, ...[cancelsOn, refundOn, paidOn].filter((one) => one <= on));
  const fulfillments = sentOn.map((one, at) => ({ fulfillmentId: `${id}${at}`, status: "success", createdAt: day(one).toISOString() }));
  const fact = placedOrder(id, spec.on, spec.totalMinor, { productId: spec.productId, sourceName: spec.sourceName, ...refund });
  const payment = spec.paysAfter === undefined ? {} : paidOn > on ? UNPAID : { transactions: [paymentOf(fact, day(paidOn).toISOString())] };
  return { ...fact, ...payment, fulfillments, updatedAt: day(changedOn).toISOString(), readAt: day(changedOn + 1).toISOString(), versionHash: `${id}/${changedOn}`, cancelledAt: cancelsOn <= on ? day(cancelsOn).toISOString() : null };
}

const changeDays = (specs: Spec[]) =>
  [...new Set(specs.flatMap((spec) => [spec.on, spec.on + (spec.cancelsAfter ?? 0), spec.on + (spec.refund?.after ?? 0), spec.on + (spec.paysAfter ?? 0), ...spec.sentAfter.map((days) => spec.on + days)]))].sort((a, b) => a - b);

let shops = 0;

async function after(program: unknown, live: (shop: Awaited<ReturnType<typeof programShop>>) => Promise<void>): Promise<[string, number][]> {
  const shop = await programShop(`program-history-${(shops += 1)}.myshopify.com`);
  await shop.publish(program, -10);
  await live(shop);
  await shop.settle(END);
  return (await shop.earned()).filter(([, points]) => points !== 0);
}

/** The same when every version of every order is heard of up to weeks after the day from which it is. */
async function heardLate(program: unknown, specs: Spec[], dice: fc.Stream<number>): Promise<[string, number][]> {
  const daysLate = () => ((dice.next().value as number) % 3) * ((dice.next().value as number) % 16);
  const told = specs.flatMap((spec, at) => changeDays([spec]).map((on) => ({ fact: versionOn(at + 1, spec, on)!, on: on + daysLate() }))).sort((a, b) => a.on - b.on);
  return after(program, async ({ take, settle }) => {
    for (const { fact, on } of told) {
      await settle(on);
      await take(on, fact);
    }
  });
}

it("whatever the rules, each order comes to the points of a recomputation: lived day by day, heard of at once, late, or in any order", async () => {
  await fc.assert(
    fc.asyncProperty(anyProgram, histories, fc.infiniteStream(fc.nat()), async (program, specs, dice) => {
      const versions = (on: number) => specs.flatMap((spec, at) => versionOn(at + 1, spec, on) ?? []);
      const atOnce = await after(program, ({ take }) => take(END, ...versions(END)));
      const lived = await after(program, async ({ take, settle }) => {
        for (const on of changeDays(specs)) {
          await settle(on);
          await take(on, ...versions(on));
        }
      });
      expect(lived).toEqual(atOnce);
      expect(await heardLate(program, specs, dice)).toEqual(atOnce);
      const shuffled = versions(END).map((fact) => ({ fact, weight: dice.next().value as number })).sort((a, b) => a.weight - b.weight);
      const oneByOne = await after({ ...program, pendingDays: 365 }, async ({ take }) => {
        for (const { fact } of shuffled) await take(100, fact);
      });
      expect(oneByOne).toEqual(await after({ ...program, pendingDays: 365 }, ({ take }) => take(100, ...versions(END))));
    }),
    { numRuns: RUNS },
  );
});

const tiersByPoints = fc
  .record({ pendingDays: fc.constantFrom(0, 3), pendingFrom: fc.constantFrom("order", "fulfillment"), window: fc.constantFrom("lifetime", "calendar_year", "rolling_year"), graceDays: fc.constantFrom(0, 5) })
  .map(({ window, graceDays, ...pending }) => ({
    ...pending,
    earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100, conditions: [] }],
    nthOrderMultipliers: [],
    tierQualification: { basis: "points", window, graceDays },
    tiers: [{ id: "silver", name: "Silver", threshold: 30, perks: { multiplier: 1.5 } }, { id: "gold", name: "Gold", threshold: 120, perks: { multiplier: 3 } }],
  }));

it("tiers by points follow from the facts: an order comes to the same, whenever a payment, a cancellation, a refund or a parcel of another one is heard of", async () => {
  await fc.assert(
    fc.asyncProperty(tiersByPoints, historiesWithLatePayments, fc.infiniteStream(fc.nat()), async (program, specs, dice) => {
      const atOnce = await after(program, ({ take }) => take(END, ...specs.flatMap((spec, at) => versionOn(at + 1, spec, END) ?? [])));
      expect(await heardLate(program, specs, dice)).toEqual(atOnce);
    }),
    { numRuns: RUNS * 2, endOnFailure: true },
  );
}, 60_000 + RUNS * 5_000);
