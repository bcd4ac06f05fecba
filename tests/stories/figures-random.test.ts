import fc from "fast-check";
import { expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { findCustomerSummary } from "#app/queries/customer-summary.server.ts";
import { getNthOrder, getSummary } from "#app/queries/metrics.server.ts";
import { type StoredOrder, storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 2, 20);
/** Coarse, so that orders often share an instant or a day and boundaries are met exactly; over the change of the clocks. */
const anyInstant = fc.integer({ min: 0, max: 60 }).map((thirds) => START + (thirds * DAY_MS) / 3);
const rarely = <T>(it: fc.Arbitrary<T>) => fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, it);

const anyOrder = fc.record({
  customerId: fc.integer({ min: 1, max: 4 }),
  at: anyInstant,
  paidAt: fc.oneof({ weight: 8, arbitrary: fc.constant("at once" as const) }, anyInstant, fc.constant(undefined)),
  cancelledAt: rarely(anyInstant),
  fullyRefundedAt: rarely(anyInstant),
  deletedAt: rarely(anyInstant),
  isTest: rarely(fc.constant(true)).map((isTest) => isTest ?? false),
  totalMinor: fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
  currency: fc.constantFrom("GBP", "GBP", "GBP", "USD"),
  tags: fc.subarray(["wholesale", "staff"]),
  sourceName: fc.constantFrom("web", "pos", "TikTok"),
});

const anyPolicy = fc.record({
  countFrom: fc.constantFrom("payment" as const, "creation" as const),
  minimumOrderMinor: fc.integer({ min: 0, max: 3 }),
  excludedTags: fc.subarray(["wholesale"]),
  excludedSources: fc.subarray(["pos", "tiktok"]),
  mergeSameDay: fc.boolean(),
  loyalAt: fc.integer({ min: 2, max: 4 }),
  championAt: fc.integer({ min: 5, max: 8 }),
});

const anyShop = fc.record({
  orders: fc.array(anyOrder, { maxLength: 40, size: "max" }),
  openings: fc.array(fc.constantFrom(0, 0, 0, 2, 7), { minLength: 4, maxLength: 4 }),
  asOf: anyInstant,
  withinDays: fc.integer({ min: 1, max: 9 }),
  timeZone: fc.constantFrom("Europe/London", "Pacific/Auckland", "UTC"),
  policy: anyPolicy,
});

type Shop = typeof anyShop extends fc.Arbitrary<infer T> ? T : never;
type Order = Shop["orders"][number];
type Rank = { at: number; totalsMinor: number[]; id: number };

const toIso = (at: number) => new Date(at).toISOString();

function toStored({ at, paidAt, cancelledAt, fullyRefundedAt, deletedAt, ...order }: Order, index: number): StoredOrder {
  return {
    ...order,
    id: index + 1,
    processedAt: toIso(at),
    paidAt: paidAt === undefined ? null : toIso(paidAt === "at once" ? at : paidAt),
    ...(cancelledAt !== undefined && { cancelledAt: toIso(cancelledAt) }),
    ...(fullyRefundedAt !== undefined && { fullyRefundedAt: toIso(fullyRefundedAt) }),
    ...(deletedAt !== undefined && { deletedAt: toIso(deletedAt) }),
  };
}

/** The ranks of each customer by the rules in docs/formulas.md, one order after the other. */
function ranksByCustomer({ orders, policy, asOf, timeZone }: Shop): Map<number, Rank[]> {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone });
  const hasHappened = (at: number | undefined) => at !== undefined && at <= asOf;
  const ranks = new Map<number, Rank[]>();
  const inOrder = orders.map((order, index) => ({ ...order, id: index + 1 })).toSorted((a, b) => a.at - b.at || a.id - b.id);
  for (const { customerId, at, paidAt, cancelledAt, fullyRefundedAt, deletedAt, isTest, totalMinor, currency, tags, sourceName, id } of inOrder) {
    const isPaid = policy.countFrom === "creation" || hasHappened(paidAt === "at once" ? at : paidAt);
    const isGone = hasHappened(cancelledAt) || hasHappened(fullyRefundedAt) || hasHappened(deletedAt);
    const isExcluded = isTest || totalMinor === 0 || totalMinor < policy.minimumOrderMinor || tags.some((tag) => policy.excludedTags.includes(tag)) || policy.excludedSources.includes(sourceName.toLowerCase());
    if (!hasHappened(at) || !isPaid || isGone || isExcluded) continue;
    const mine = ranks.get(customerId) ?? [];
    ranks.set(customerId, mine);
    const last = mine.at(-1);
    const totalsMinor = currency === "GBP" ? [totalMinor] : [];
    if (policy.mergeSameDay && last && day.format(last.at) === day.format(at)) last.totalsMinor.push(...totalsMinor);
    else mine.push({ at, totalsMinor, id });
  }
  return ranks;
}

it("any shop's figures are those of a count by hand, at any instant and under any policy", async () => {
  let shops = 0;
  await fc.assert(
    fc.asyncProperty(anyShop, async (shop) => {
      const shopId = await storeShop(pool, { domain: `random-${++shops}.myshopify.com`, timeZone: shop.timeZone, policy: shop.policy });
      await storeCustomers(pool, shopId, shop.openings.map((openingCount, index) => ({ id: index + 1, openingCount, createdAt: toIso(START) })));
      await storeOrders(pool, shopId, shop.orders.map(toStored));
      const asOf = new Date(shop.asOf);
      const ranks = ranksByCustomer(shop);
      const people = shop.openings.map((opening, index) => ({ id: index + 1, opening, ranks: ranks.get(index + 1) ?? [], reached: opening + (ranks.get(index + 1)?.length ?? 0) }));
      const atLeast = (n: number) => people.filter(({ reached }) => reached >= n).length;
      const counted = people.flatMap((person) => person.ranks);
      const inCurrency = counted.filter(({ totalsMinor }) => totalsMinor.length > 0);
      const revenue = inCurrency.flatMap(({ totalsMinor }) => totalsMinor).reduce((sum, total) => sum + total, 0);
      const { loyalAt, championAt } = shop.policy;
      expect(await getSummary(shopId, asOf)).toMatchObject({
        orders: counted.length, customers: atLeast(1), customersWithAtLeast: { "2": atLeast(2), "3": atLeast(3), "4": atLeast(4) },
        averageOrderValueMinor: inCurrency.length === 0 ? null : Math.floor(revenue / inCurrency.length + 0.5),
        stages: { prospect: 4 - atLeast(1), first: atLeast(1) - atLeast(2), second: atLeast(2) - atLeast(loyalAt), loyal: atLeast(loyalAt) - atLeast(championAt), champion: atLeast(championAt) },
      });
      for (const withinDays of [null, shop.withinDays]) {
        const { steps } = await getNthOrder(shopId, { asOf, withinDays });
        const windowMs = withinDays === null ? 0 : withinDays * DAY_MS;
        const expected = Array.from({ length: Math.max(0, ...people.map(({ reached }) => reached)) }, (_, index) => {
          const pairs = people.flatMap((person) => (person.ranks[index - person.opening] ? [[person.ranks[index - person.opening]!.at, person.ranks[index + 1 - person.opening]?.at] as const] : []));
          const eligible = pairs.filter(([at]) => at <= shop.asOf - windowMs);
          return [index + 1, eligible.length, eligible.filter(([at, nextAt]) => nextAt !== undefined && (withinDays === null || nextAt - at <= windowMs)).length];
        });
        expect(steps.map(({ from, eligible, converted }) => [from, eligible, converted])).toEqual(expected);
      }
      for (const person of people) {
        const summary = await findCustomerSummary(shopId, String(person.id), asOf);
        expect([summary?.countedOrders, summary?.rank]).toEqual([person.ranks.length, person.reached]);
        const threshold = { prospect: 0, first: 1, second: 2, loyal: loyalAt, champion: championAt }[summary?.stage ?? "prospect"];
        expect(summary?.stageOrderId).toBe(person.ranks[threshold - 1 - person.opening]?.id.toString() ?? null);
      }
    }),
    { numRuns: 60 },
  );
});
