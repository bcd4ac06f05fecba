import { describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { program as programSchema } from "#app/domain/program/program.ts";
import { findProgramReach } from "#app/queries/program-reach.server.ts";
import { addTierGrants } from "#app/store/tier-grants.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { day, placedOrder, programShop, type ProgramShop } from "#tests/factories/program-shop.ts";

const TODAY = 500;

/** Five customers with one to five orders of 10.00 each, one order every 100 days; the last order of customer 3 is refunded in half. */
async function openShop(domain: string): Promise<ProgramShop> {
  const opened = await programShop(domain);
  const orders = [1, 2, 3, 4, 5].flatMap((customer) =>
    Array.from({ length: customer }, (_one, n) =>
      placedOrder(customer * 10 + n, n * 100, 1_000, { customerId: String(customer), ...(customer === 3 && n === 2 && { refundedMinor: 500, refundedOn: 210 }) }),
    ),
  );
  await opened.take(TODAY, ...orders);
  return opened;
}

const tiers = [
  { id: "silver", name: "Silver", threshold: 2 },
  { id: "gold", name: "Gold", threshold: 4 },
];
const inMoney = tiers.map((tier) => ({ ...tier, threshold: tier.threshold * 1_000 }));
const inPoints = tiers.map((tier) => ({ ...tier, threshold: tier.threshold * 10 }));
const rules = { earnRules: [{ id: "each", kind: "order", points: 10 }], pendingDays: 0 };

const reachOf = (shop: ProgramShop, input: object, costs: number[] = [], signal?: AbortSignal) => {
  const { tiers, tierQualification: qualification } = programSchema.parse(input);
  return findProgramReach({ ...shop.shop, timeZone: "Europe/London" }, { tiers, qualification, costs }, { now: day(TODAY), ...(signal && { signal }) });
};

it("of pages that were left while they waited nothing is read, and the last one waits for one place only", async () => {
  const shop = await openShop("reach-left.myshopify.com");
  const visits = Array.from({ length: 12 }, () => new AbortController());
  const answers = visits.map(({ signal }) => reachOf(shop, { tiers }, [], signal));
  for (const visit of visits.slice(1, -1)) visit.abort();
  const all = await Promise.allSettled(answers);
  expect(all.map(({ status }) => status)).toEqual(["fulfilled", ...Array.from({ length: 10 }, () => "rejected"), "fulfilled"]);
  expect(all[1]).toMatchObject({ reason: { name: "AbortError" } });
});

describe("what the program's page says of a draft is what publishing it brings", () => {
  it.each([
    ["orders", { tiers, tierQualification: { basis: "orders" } }, { silver: 2, gold: 2 }],
    ["orders-year", { tiers, tierQualification: { basis: "orders", window: "rolling_year" } }, { silver: 2, gold: 0 }],
    ["orders-calendar", { tiers, tierQualification: { basis: "orders", window: "calendar_year" } }, { silver: 0, gold: 0 }],
    ["spend", { tiers: inMoney, tierQualification: { basis: "spend" } }, { silver: 2, gold: 2 }],
    ["spend-dear", { tiers: [{ id: "silver", name: "Silver", threshold: 2_501 }], tierQualification: { basis: "spend" } }, { silver: 2 }],
    ["points", { tiers: inPoints, tierQualification: { basis: "points" } }, { silver: 2, gold: 2 }],
  ])("tiers by %s", async (name, draft, expected) => {
    const shop = await openShop(`reach-${name}.myshopify.com`);
    await shop.publish(rules, TODAY, -10);
    const before = await reachOf(shop, draft);
    expect(before.members).toEqual({});
    expect(before.wouldBe).toEqual(expected);
    await shop.publish({ ...rules, ...draft }, TODAY);
    const after = await reachOf(shop, draft);
    expect(after.members).toEqual(Object.fromEntries(Object.entries(expected).filter(([, members]) => members > 0)));
    expect(after.wouldBe).toEqual(expected);
  });

  it.each([[30, { silver: 2, gold: 2 }], [0, { silver: 2, gold: 1 }]])("who falls short of a tier keeps it for a grace of %i days", async (graceDays, expected) => {
    const shop = await openShop(`reach-grace-${graceDays}.myshopify.com`);
    await shop.publish({ ...rules, tiers, tierQualification: { basis: "orders" } }, TODAY - 1);
    const draft = { tiers: [{ ...tiers[0], threshold: 3 }, { ...tiers[1], threshold: 5 }], tierQualification: { basis: "orders", graceDays } };
    expect((await reachOf(shop, draft)).wouldBe).toEqual(expected);
    await shop.publish({ ...rules, ...draft }, TODAY);
    expect((await reachOf(shop, draft)).members).toEqual(expected);
  });
});

it("who was given a tier by a file has it, whatever the orders say", async () => {
  const shop = await openShop("reach-given.myshopify.com");
  await shop.publish(rules, TODAY, -10);
  await holdingShopFacts(shop.shop.id, (tx) => addTierGrants(tx, shop.shop.id, { importId: "1", grants: [{ line: 2, customerId: "1", tierId: "gold", endsAt: null }], now: day(TODAY - 1) }));
  const draft = { tiers, tierQualification: { basis: "orders", window: "rolling_year" } };
  expect((await reachOf(shop, draft)).wouldBe).toEqual({ silver: 2, gold: 1 });
  await shop.publish({ ...rules, ...draft }, TODAY);
  expect((await reachOf(shop, draft)).members).toEqual({ silver: 2, gold: 1 });
});

it("rewards are in reach of those who can pay them, and of more once they have signed in", async () => {
  const shop = await openShop("reach-rewards.myshopify.com");
  await shop.publish(rules, TODAY, -10);
  await pool.query("UPDATE member_points SET claimed_at = $2 WHERE shop_id = $1 AND customer_id IN (4, 2)", [shop.shop.id, day(TODAY)]);
  await adjustPoints(shop.shop.id, { customerId: "5", points: -45, reason: "a test", by: "test", idempotencyKey: "reach" }, day(TODAY));
  expect((await reachOf(shop, {}, [10, 20, 30, 1_000])).rewards).toEqual({ 10: { claimed: 2, waiting: 2 }, 20: { claimed: 2, waiting: 1 }, 30: { claimed: 1, waiting: 1 }, 1000: { claimed: 0, waiting: 0 } });
});
