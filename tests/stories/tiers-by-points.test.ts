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
  const { wouldBe } = await findProgramReach(shop, { tiers: [{ id: "silver", threshold: thresholdBy(basis) }], qualification: { basis, window: "calendar_year", graceDays: 0 }, costs: [] }, { now: day(on) });
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
