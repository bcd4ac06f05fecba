import { expect, it } from "vitest";
import { findCustomerTier } from "#app/queries/customer-tier.server.ts";
import { findProgramReach } from "#app/queries/program-reach.server.ts";
import type { OrderFact } from "#app/domain/orders/order-fact.ts";
import { day, placedOrder, programShop, type ProgramShop } from "#tests/factories/program-shop.ts";

const thresholdBy = (basis: string) => (basis === "points" ? 100 : 10_000);
const PROGRAM = { earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }], nthOrderMultipliers: [], pendingDays: 0 };

async function open(name: string, { basis = "points", window }: { basis?: string; window: string }): Promise<ProgramShop> {
  const shop = await programShop(`${name}-${window}-${basis}.myshopify.com`);
  await shop.publish({ ...PROGRAM, tiers: [{ id: "silver", name: "Silver", threshold: thresholdBy(basis), perks: { multiplier: 1 } }], tierQualification: { basis, window, graceDays: 0 } }, -10);
  return shop;
}

const cancelled = (order: OrderFact, on: number): OrderFact => ({ ...order, versionHash: `${order.orderId}-cancelled`, updatedAt: day(on).toISOString(), cancelledAt: day(on).toISOString() });

const standing = async ({ shop }: ProgramShop, on: number, basis: "points" | "spend" = "points") => {
  const { wouldBe } = await findProgramReach(shop, { tiers: [{ id: "silver", threshold: thresholdBy(basis) }], qualification: { basis, window: "calendar_year", graceDays: 0 }, costs: [] }, day(on));
  const tier = await findCustomerTier(shop, "7", day(on));
  return { tier: tier?.current?.id, total: tier?.total, wouldBe };
};

it.each([["points", "in time", 370], ["points", "late", 375], ["spend", "in time", 370]] as const)("by %s: an order of December that is cancelled in January, heard of %s, takes nothing from the new year's total", async (basis, how, heardOn) => {
  const shop = await open(`tiers-december-${how.replace(" ", "-")}`, { basis, window: "calendar_year" });
  const december = placedOrder(1, 360, 9_900);
  await shop.take(360, december);
  await shop.take(heardOn, cancelled(december, 370));
  await shop.take(380, placedOrder(2, 380, 12_000));
  await shop.settle(381);
  expect(await standing(shop, 381, basis)).toEqual({ tier: "silver", total: basis === "points" ? 120 : 12_000, wouldBe: { silver: 1 } });
});

it("in a rolling year what was taken back leaves with the order, not a year after it was taken back", async () => {
  const shop = await open("tiers-rolling", { window: "rolling_year" });
  const first = placedOrder(1, 1, 9_900);
  await shop.take(1, first);
  await shop.take(200, cancelled(first, 200));
  await shop.take(300, placedOrder(2, 300, 12_000));
  expect(await standing(shop, 301)).toMatchObject({ tier: "silver", total: 120 });
  await shop.settle(380);
  expect(await standing(shop, 380)).toMatchObject({ tier: "silver", total: 120 });
  await shop.settle(300 + 367);
  expect(await standing(shop, 300 + 367)).toMatchObject({ tier: undefined, total: 0 });
});

it("what is taken back from an order in its own year lowers the total of that year", async () => {
  const shop = await open("tiers-same-year", { window: "calendar_year" });
  const march = placedOrder(1, 60, 9_900);
  await shop.take(60, march);
  await shop.take(70, placedOrder(2, 70, 12_000));
  await shop.take(80, cancelled(march, 80));
  expect(await standing(shop, 81)).toEqual({ tier: "silver", total: 120, wouldBe: { silver: 1 } });
  await shop.take(90, cancelled(placedOrder(2, 70, 12_000), 90));
  expect(await standing(shop, 91)).toEqual({ tier: undefined, total: 0, wouldBe: { silver: 0 } });
});

it("what is heard late of a first order costs little more by points than by orders, also where each later order comes to other points and a rule is limited", async () => {
  const limited = { id: "second", kind: "nth_order", n: 2, every: true, points: 50, conditions: [{ kind: "limit", timesMax: 3, per: "week" }] };
  const orders = Array.from({ length: 300 }, (_, at) => placedOrder(at + 1, at / 4, 1_000));
  const [byOrders, byPoints] = await Promise.all([["orders", 3], ["points", 100]].map(async ([basis, threshold]) => {
    const shop = await programShop(`tiers-cost-${basis}.myshopify.com`);
    const tiers = [{ id: "silver", name: "Silver", threshold, perks: { multiplier: 1.5 } }];
    await shop.publish({ ...PROGRAM, earnRules: [...PROGRAM.earnRules, limited], tiers, tierQualification: { basis, window: "rolling_year", graceDays: 0 } }, -10);
    await shop.take(90, ...orders);
    return shop;
  }));
  const hear = async (shop: ProgramShop, id: number) => {
    const startMs = performance.now();
    await shop.take(100 + id, cancelled(orders[id - 1]!, id / 4));
    return performance.now() - startMs;
  };
  const costs = [];
  for (const id of [1, 2, 3]) costs.push((await hear(byPoints!, id)) / (await hear(byOrders!, id)));
  expect(Math.min(...costs)).toBeLessThan(4);
});

it.each([["lived with", -10], ["published afterwards", 50]])("an order that changed hands lifts whoever has it until it is cancelled, by a program that was %s", async (how, publishedOn) => {
  const shop = await programShop(`tiers-changed-hands-${how.replace(" ", "-")}.myshopify.com`);
  const publish = () => shop.publish({ ...PROGRAM, tiers: [{ id: "silver", name: "Silver", threshold: 100, perks: { multiplier: 2 } }], tierQualification: { basis: "points" } }, publishedOn, -10);
  if (publishedOn < 0) await publish();
  const moved = placedOrder(1, 1, 20_000, { revision: 1 });
  await shop.take(1, placedOrder(1, 1, 20_000, { customerId: "8" }));
  await shop.take(10, moved);
  await shop.take(20, placedOrder(2, 20, 1_000));
  await shop.take(40, cancelled(moved, 40));
  if (publishedOn > 0) await publish();
  await shop.settle(51);
  expect(await shop.earned()).toContainEqual(["2", 20]);
});
