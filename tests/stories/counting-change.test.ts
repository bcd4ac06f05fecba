import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_COUNTING_POLICY, type CountingPolicy } from "#app/domain/scoring/counting-policy.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { awardPastOrders } from "#app/usecases/award-past-orders.server.ts";
import { saveCountingPolicy } from "#app/usecases/save-counting-policy.server.ts";
import { cancelOrder, updateOrder } from "#standin/shop/change-order.ts";
import { placeOrderWithCode } from "#standin/shop/discounts.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { refundOrder } from "#standin/shop/refund-order.ts";
import { checkPoints } from "#tests/factories/check-points.ts";
import { day, placedOrder, programShop, type ProgramShop } from "#tests/factories/program-shop.ts";
import { MINUTE_MS, openRedeemingShop, redeemedId, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

let lab: Lab;
const EVERYTHING = { id: "all", kind: "percentage", name: "Everything off", costPoints: 50, percent: 100, validityDays: 30 };

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.stop());

const open = (program: object) => openRedeemingShop(lab, [EVERYTHING], { program });

async function save({ shop }: { shop: { id: number } }, policy: Partial<CountingPolicy>, now = new Date()): Promise<void> {
  expect(await saveCountingPolicy(shop.id, { ...DEFAULT_COUNTING_POLICY, ...policy }, { by: "test", now })).toMatchObject({ outcome: "saved" });
  await settleDue(shop.id, now);
}

let bought = 0;

/** An hour ago, so that whatever happens to it in a test happens later, by Shopify's whole seconds as well. */
const anHourAgo = () => new Date(Date.now() - 60 * MINUTE_MS + (bought += 1) * 1_000).toISOString();

async function buy(it0: RedeemingShop, customer: { id: string }, totalMinor: number, more: { tags?: string[] } = {}) {
  const order = placeOrder(it0.lab.house.shop, { customer: { id: customer.id }, totalMinor, createdAt: anHourAgo(), ...more });
  await it0.hear();
  return order;
}

async function pointsOf({ shop }: RedeemingShop, customer: { id: string }): Promise<{ pending: number; settled: number; stage: string; counted: number }> {
  const { rows } = await pool.query(
    `SELECT p.pending_points::float8 AS pending, p.settled_points::float8 AS settled, c.stage, c.counted_orders AS counted
     FROM customers c JOIN member_points p USING (shop_id, customer_id) WHERE c.shop_id = $1 AND c.customer_id = $2`, [shop.id, customer.id]);
  return rows[0];
}

describe("when the merchant changes which orders count", () => {
  it("a refund takes back its own points, and settled orders keep theirs and their number; stages follow at once", async () => {
    const it0 = await open({ nthOrderMultipliers: [1, 2, 3] });
    const customer = await it0.customer(0);
    await buy(it0, customer, 1_000);
    const second = await buy(it0, customer, 10_000);
    expect(await pointsOf(it0, customer)).toEqual({ pending: 0, settled: 210, stage: "second", counted: 2 });
    await save(it0, { minimumOrderMinor: 5_000 });
    expect(await pointsOf(it0, customer)).toEqual({ pending: 0, settled: 210, stage: "first", counted: 1 });
    refundOrder(it0.lab.house.shop, second, { amountMinor: 5_000, atMs: Date.now() });
    await it0.hear();
    expect(await pointsOf(it0, customer)).toMatchObject({ settled: 110 });
    await checkPoints(it0.shop.id);
    await save(it0, {});
    expect(await pointsOf(it0, customer)).toEqual({ pending: 0, settled: 110, stage: "second", counted: 2 });
    await checkPoints(it0.shop.id);
  });

  it("a note on an order takes nothing, also where its tag does not count any more; cancelling the order takes its own", async () => {
    const it0 = await open({ nthOrderMultipliers: [1, 2, 3] });
    const customer = await it0.customer(0);
    const first = await buy(it0, customer, 1_000, { tags: ["wholesale"] });
    await buy(it0, customer, 10_000);
    await save(it0, { excludedTags: ["wholesale"] });
    updateOrder(it0.lab.house.shop, first, { update: { note: "Leave it at the door" }, atMs: Date.now() });
    await it0.hear();
    expect(await pointsOf(it0, customer)).toEqual({ pending: 0, settled: 210, stage: "first", counted: 1 });
    cancelOrder(it0.lab.house.shop, first, Date.now());
    await it0.hear();
    expect(await pointsOf(it0, customer)).toMatchObject({ settled: 200 });
    await checkPoints(it0.shop.id);
  });

  it("an order that is tagged later counted until then: it keeps its points, and the next one its number", async () => {
    const it0 = await open({ nthOrderMultipliers: [1, 2, 3] });
    await save(it0, { excludedTags: ["wholesale"] }, new Date(Date.now() - 120 * MINUTE_MS));
    const customer = await it0.customer(0);
    const first = await buy(it0, customer, 1_000);
    await buy(it0, customer, 10_000);
    updateOrder(it0.lab.house.shop, first, { update: { tags: ["Wholesale"] }, atMs: Date.now() });
    await it0.hear();
    expect(await pointsOf(it0, customer)).toEqual({ pending: 0, settled: 210, stage: "first", counted: 1 });
    await buy(it0, customer, 1_000, { tags: ["wholesale"] });
    expect(await pointsOf(it0, customer)).toEqual({ pending: 0, settled: 210, stage: "first", counted: 1 });
    await checkPoints(it0.shop.id);
  });

  it.each([[0, 1, 2, 3], [3, 2, 1, 0], [1, 2, 3, 0], [0, 2, 3, 1], [1, 0, 3, 2], [2, 0, 1, 3], [0, 3, 2, 1]])("it makes no difference which version of a tagged order is heard of first (%i, %i, %i, %i)", async (...order) => {
    const shop = await programShop(`tagged-${order.join("")}.myshopify.com`);
    await save(shop, { excludedTags: ["wholesale"] }, day(0));
    await shop.publish({ pendingDays: 3, earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100, conditions: [] }], nthOrderMultipliers: [1, 2, 3] }, 0);
    const version = (revision: number, on: number, tags: string[]) => ({ ...placedOrder(1, 1, 1_000, { revision }), updatedAt: day(on).toISOString(), tags });
    // It is tagged on the 10th day, which is taken back on the 12th and done again on the 14th.
    const versions = [version(0, 1, []), version(1, 10, ["wholesale"]), version(2, 12, ["gift"]), version(3, 14, ["gift", "wholesale"])];
    for (const [n, at] of order.entries()) await shop.take(20 + n, versions[at]!);
    await shop.take(30, placedOrder(2, 2, 10_000));
    await shop.settle(31);
    expect(await shop.earned()).toEqual([["1", 10], ["2", 200]]);
    await checkPoints(shop.shop.id);
    expect((await pool.query("SELECT tags_seen ->> 'wholesale' AS tagged, tags_seen ->> '' AS first FROM orders WHERE shop_id = $1 AND order_id = 1", [shop.shop.id])).rows)
      .toEqual([{ tagged: String(day(10).getTime()), first: String(day(1).getTime()) }]);
  });

  it("points that still wait go by the new policy, and so does what is bought from then on", async () => {
    const it0 = await open({ nthOrderMultipliers: [1, 2, 3], pendingDays: 14 });
    const customer = await it0.customer(0);
    await buy(it0, customer, 1_000);
    await buy(it0, customer, 10_000);
    expect(await pointsOf(it0, customer)).toMatchObject({ pending: 210 });
    await save(it0, { minimumOrderMinor: 5_000 });
    expect(await pointsOf(it0, customer)).toMatchObject({ pending: 100 });
    await buy(it0, customer, 6_000);
    expect(await pointsOf(it0, customer)).toMatchObject({ pending: 100 + 120 });
    await checkPoints(it0.shop.id);
  });

  it("the tier and the limits that multiplied or ended the points of a settled order are those of its policy", async () => {
    const shop = await programShop("tiers-and-limits.myshopify.com");
    const tiers = [{ id: "gold", name: "Gold", threshold: 1, perks: { multiplier: 2 } }];
    const each = { id: "each", kind: "order", points: 7, conditions: [{ kind: "limit", timesMax: 1, per: "ever" }] };
    await shop.publish({ pendingDays: 0, earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100, conditions: [] }, each], tiers, tierQualification: { basis: "orders", window: "lifetime" } }, 0);
    await shop.take(1, placedOrder(1, 1, 1_000));
    await shop.take(2, placedOrder(2, 2, 10_000));
    expect(await shop.earned()).toEqual([["1", 17], ["2", 200]]);
    await save(shop, { minimumOrderMinor: 5_000 }, day(3));
    await shop.take(4, placedOrder(2, 2, 10_000, { refundedMinor: 5_000, refundedOn: 4, revision: 1 }));
    expect(await shop.earned()).toEqual([["1", 17], ["2", 100]]);
  });
});

describe("orders from before the program", () => {
  const PROGRAM = { pendingDays: 0, earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100, conditions: [] }], nthOrderMultipliers: [1, 2, 3] };

  const LOYAL_ONLY = { pendingDays: 0, earnRules: [{ id: "loyal", kind: "order", points: 100, conditions: [{ kind: "stage", stages: ["loyal"] }] }] };

  it("are awarded by the policy of the day of the award, and keep it", async () => {
    const shop = await programShop("awarded-by-policy.myshopify.com");
    await shop.take(1, placedOrder(1, 1, 1_000));
    await shop.take(2, placedOrder(2, 2, 10_000));
    await shop.take(3, placedOrder(3, 3, 20_000));
    await save(shop, { minimumOrderMinor: 5_000 }, day(5));
    await shop.publish(PROGRAM, 10);
    expect(await awardPastOrders(shop.shop.id, { from: day(0), by: "test", now: day(11) })).toMatchObject({ outcome: "awarded" });
    await shop.settle(11);
    expect(await shop.earned()).toEqual([["2", 100], ["3", 400]]);
    await save(shop, { minimumOrderMinor: 15_000 }, day(12));
    await shop.take(13, placedOrder(3, 3, 20_000, { refundedMinor: 10_000, refundedOn: 13, revision: 1 }));
    expect(await shop.earned()).toEqual([["2", 100], ["3", 200]]);
  });

  it.each([
    ["awarded", async (shop: ProgramShop) => {
      await shop.publish(LOYAL_ONLY, 10);
      await awardPastOrders(shop.shop.id, { from: day(0), by: "test", now: day(11) });
      await shop.settle(11);
    }],
    ["earned by a program that starts in the past", async (shop: ProgramShop) => shop.publish(LOYAL_ONLY, 10, 0)],
  ])("are %s by the stages that the merchant had chosen by then", async (way, earn) => {
    const shop = await programShop(`stages-${way.length}.myshopify.com`);
    for (const id of [1, 2, 3]) await shop.take(id, placedOrder(id, id, 1_000));
    await save(shop, { loyalAt: 2 }, day(5));
    await earn(shop);
    expect(await shop.earned()).toEqual([["3", 100]]);
  });

  it("go by the policy of its publication where it starts in the past", async () => {
    const shop = await programShop("starts-in-the-past.myshopify.com");
    await shop.take(1, placedOrder(1, 1, 1_000));
    await shop.take(2, placedOrder(2, 2, 10_000));
    await save(shop, { minimumOrderMinor: 5_000 }, day(5));
    await shop.publish(PROGRAM, 10, 0);
    expect(await shop.earned()).toEqual([["2", 100]]);
  });
});

it("an order whose price a reward took away counts, on its own and before the next one; one that was given away does not", async () => {
  const it0 = await open({ nthOrderMultipliers: [1, 2, 3], earnRules: [{ id: "each", kind: "order", points: 10, conditions: [] }] });
  const customer = await it0.customer(50);
  const id = redeemedId(await it0.redeem(customer, "all"));
  await it0.perform();
  const { code } = await it0.redemption(id);
  const free = placeOrderWithCode(it0.lab.house.shop, { code: code.toLowerCase(), customer: { id: customer.id }, totalMinor: 3_000, createdAt: anHourAgo() });
  await it0.hear();
  expect(free.totalMinor).toBe(0);
  expect(await pointsOf(it0, customer)).toEqual({ pending: 0, settled: 10, stage: "first", counted: 1 });
  await buy(it0, customer, 0);
  expect(await pointsOf(it0, customer)).toEqual({ pending: 0, settled: 10, stage: "first", counted: 1 });
  await buy(it0, customer, 1_000);
  expect(await pointsOf(it0, customer)).toEqual({ pending: 0, settled: 30, stage: "second", counted: 2 });
  cancelOrder(it0.lab.house.shop, free, Date.now());
  await it0.hear();
  expect(await pointsOf(it0, customer)).toMatchObject({ stage: "first", counted: 1 });
  await checkPoints(it0.shop.id);
});

it("where orders count from their creation, an unpaid one that is heard of late gives those that settled after it their number", async () => {
  const { shop, publish, take, earned } = await programShop("late-and-unpaid.myshopify.com");
  await save({ shop }, { countFrom: "creation" }, day(-5));
  await publish({ earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100, conditions: [] }], nthOrderMultipliers: [1, 2, 3], pendingDays: 0 }, -4);
  const unpaid = { ...placedOrder(1, 1, 1_000), financialStatus: "pending", isPaidSeen: false } as const;
  await take(2, placedOrder(2, 2, 1_000));
  expect(await earned()).toEqual([["2", 10]]);
  await take(9, unpaid);
  expect(await earned()).toEqual([["1", 10], ["2", 20]]);
});
