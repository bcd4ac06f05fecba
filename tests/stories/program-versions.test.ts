import { describe, expect, it } from "vitest";
import type { OrderFact } from "#app/domain/orders/order-fact.ts";
import { pool } from "#app/platform/db.server.ts";
import { askForCustomerTags, askForProducts, writeCustomerTags, writeProductFacts } from "#app/store/rule-facts.server.ts";
import { findTier } from "#app/store/tiers.server.ts";
import { awardPastOrders, previewAward, undoPastOrderAward } from "#app/usecases/award-past-orders.server.ts";
import { excludeMember, includeMember } from "#app/usecases/exclude-member.server.ts";
import { previewProgram } from "#app/usecases/preview-program.server.ts";
import { publishProgram, saveDraft, setPaused, undoPublish } from "#app/usecases/publish-program.server.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { day, placedOrder, programShop } from "#tests/factories/program-shop.ts";

/** The payment of order 1, on a day of its own. */
const paidOn = (on: number) => ({
  updatedAt: day(on).toISOString(),
  transactions: [{ orderId: "1", transactionId: "18", kind: "sale", status: "success", amountMinor: 1_000, currency: "GBP", processedAt: day(on).toISOString(), gateway: null, parentId: null }],
});

const spend = (points: number, more = {}) => ({ earnRules: [{ id: "spend", kind: "amount", points, perMinor: 100, ...more }], pendingDays: 0 });

describe("other rules", () => {
  it("never touch an order that was placed before: a 50-point order gives back 50, not the 100 of today's rules", async () => {
    const { shop, publish, take, balance } = await programShop("rule-change.myshopify.com");
    await publish(spend(1), -10);
    await take(0, placedOrder(1, 0, 5_000));
    expect(await balance()).toEqual({ pending: 0, settled: 50 });
    await publish(spend(2), 5);
    expect(await balance()).toEqual({ pending: 0, settled: 50 });
    await take(6, placedOrder(2, 6, 5_000));
    expect(await balance()).toEqual({ pending: 0, settled: 150 });
    await take(10, placedOrder(1, 0, 5_000, { refundedMinor: 2_500, refundedOn: 10, revision: 1 }));
    expect(await balance()).toEqual({ pending: 0, settled: 125 });
    await take(12, { ...placedOrder(1, 0, 5_000, { refundedMinor: 5_000, refundedOn: 12, revision: 2 }), cancelledAt: day(12).toISOString() });
    expect(await balance()).toEqual({ pending: 0, settled: 100 });
    const versions = await pool.query("SELECT DISTINCT program_version FROM ledger_entries WHERE shop_id = $1 AND order_id = 1", [shop.id]);
    expect(versions.rows).toEqual([{ program_version: 1 }]);
  });

  it("can be undone: the former ones hold again from now, and the undone ones keep the time that they were in force", async () => {
    const { shop, publish, take, earned } = await programShop("undo.myshopify.com");
    expect(await undoPublish(shop.id, { by: "test", now: day(-20) })).toEqual({ outcome: "nothing_before" });
    await publish(spend(1), -10);
    await publish(spend(2), 5);
    await take(6, placedOrder(1, 6, 1_000));
    expect(await undoPublish(shop.id, { by: "test", now: day(8) })).toEqual({ outcome: "published", version: 3, former: 1 });
    await take(9, placedOrder(2, 9, 1_000), placedOrder(3, 7, 1_000));
    expect(await earned()).toEqual([["1", 20], ["2", 10], ["3", 20]]);
  });

  it("come back in turn: an undo after a pause reaches the rules before, stays paused, and the next reaches further back", async () => {
    const { shop, publish, take, earned } = await programShop("undo-pause.myshopify.com");
    const by = "test";
    await publish(spend(1), -10);
    await publish(spend(2), 1);
    await publish(spend(3), 2);
    await setPaused(shop.id, true, { by, now: day(3) });
    expect(await undoPublish(shop.id, { by, now: day(4) })).toEqual({ outcome: "published", version: 5, former: 2 });
    await take(5, placedOrder(1, 5, 1_000));
    await setPaused(shop.id, false, { by, now: day(6) });
    await take(7, placedOrder(2, 7, 1_000));
    expect(await undoPublish(shop.id, { by, now: day(8) })).toEqual({ outcome: "published", version: 7, former: 1 });
    await take(9, placedOrder(3, 9, 1_000));
    expect(await earned()).toEqual([["2", 20], ["3", 10]]);
    expect(await undoPublish(shop.id, { by, now: day(10) })).toEqual({ outcome: "nothing_before" });
  });

  it("that are to come on a day come on that day, whatever is paused, resumed or published before it", async () => {
    const { shop, publish, take, earned } = await programShop("to-come.myshopify.com");
    const by = "test";
    await publish(spend(1), -10);
    await publish(spend(5), 0, 20);
    await setPaused(shop.id, true, { by, now: day(1) });
    await setPaused(shop.id, false, { by, now: day(2) });
    await publish(spend(2), 10);
    await take(12, placedOrder(1, 12, 1_000));
    await take(21, placedOrder(2, 21, 1_000));
    expect(await earned()).toEqual([["1", 20], ["2", 50]]);
    expect(await undoPublish(shop.id, { by, now: day(22) })).toMatchObject({ outcome: "published" });
    await take(23, placedOrder(3, 23, 1_000));
    expect(await earned()).toEqual([["1", 20], ["2", 50], ["3", 20]]);
  });

  it("that are to come on a day come paused where the program is paused then", async () => {
    const { shop, publish, take, earned } = await programShop("to-come-paused.myshopify.com");
    await publish(spend(1), -10);
    await publish(spend(5), 0, 20);
    await setPaused(shop.id, true, { by: "test", now: day(1) });
    await take(21, placedOrder(1, 21, 1_000));
    expect(await earned()).toEqual([]);
    await setPaused(shop.id, false, { by: "test", now: day(22) });
    await take(23, placedOrder(2, 23, 1_000));
    expect(await earned()).toEqual([["2", 50]]);
  });

  it("that are to come can be taken back: then they never come, and those in force go on", async () => {
    const { shop, publish, take, earned } = await programShop("to-come-undo.myshopify.com");
    await publish(spend(1), -10);
    await publish(spend(2), 0);
    await publish(spend(5), 0, 20);
    await setPaused(shop.id, true, { by: "test", now: day(1) });
    await setPaused(shop.id, false, { by: "test", now: day(2) });
    expect(await undoPublish(shop.id, { by: "test", now: day(3) })).toMatchObject({ outcome: "published", former: 2 });
    await take(4, placedOrder(1, 4, 1_000));
    await take(21, placedOrder(2, 21, 1_000));
    expect(await earned()).toEqual([["1", 20], ["2", 20]]);
    expect(await undoPublish(shop.id, { by: "test", now: day(22) })).toMatchObject({ outcome: "published", former: 1 });
  });

  it("are refused when they would start before orders that were decided by others", async () => {
    const { shop, publish, take } = await programShop("too-early.myshopify.com");
    await publish(spend(1), -10);
    await take(0, placedOrder(1, 0, 1_000));
    expect(await publishProgram(shop.id, { startsAt: day(-1), by: "test", now: day(5) })).toEqual({ outcome: "starts_before_booked_orders" });
    expect((await publishProgram(shop.id, { startsAt: day(1), by: "test", now: day(5) })).outcome).toBe("published");
  });
});

it("a reward that the shop has not given leave for can't be published; once Shopify says that it has, it can", async () => {
  const { shop } = await programShop("no-leave.myshopify.com");
  const rewards = [{ id: "five", name: "Five off", kind: "fixed_amount", costPoints: 100, amountMinor: 500 }];
  await saveDraft(shop.id, { ...spend(1), rewards }, { by: "test", now: day(0) });
  const refused = { outcome: "scopes_missing", needs: [{ scope: "write_discounts", rewards: ["Five off"] }] };
  expect(await publishProgram(shop.id, { by: "test", now: day(0) })).toEqual(refused);
  expect(await publishProgram(shop.id, { by: "test", now: day(0), findGranted: async () => ["read_orders"] })).toEqual(refused);
  expect(await publishProgram(shop.id, { by: "test", now: day(0), findGranted: async () => ["read_orders", "write_discounts"] })).toEqual({ outcome: "published", version: 1 });
});

it("orders placed during a pause earn nothing whenever they are paid, and earlier pending points are released", async () => {
  const { shop, publish, take, settle, earned, balance } = await programShop("pause.myshopify.com");
  await publish({ ...spend(1), pendingDays: 5 }, -10);
  await take(0, placedOrder(1, 0, 1_000));
  expect((await setPaused(shop.id, true, { by: "test", now: day(2) })).outcome).toBe("published");
  expect(await setPaused(shop.id, true, { by: "test", now: day(2) })).toEqual({ outcome: "unchanged" });
  await take(3, { ...placedOrder(2, 3, 1_000), isPaidSeen: false, financialStatus: "pending" });
  await settle(8);
  expect((await setPaused(shop.id, false, { by: "test", now: day(9) })).outcome).toBe("published");
  await take(10, placedOrder(2, 3, 1_000, { revision: 1 }), placedOrder(3, 10, 1_000));
  await settle(20);
  expect(await earned()).toEqual([["1", 10], ["3", 10]]);
  expect(await balance()).toEqual({ pending: 0, settled: 20 });
});

it("past orders are awarded as of today, taken back on a refund, and given back when the award is undone", async () => {
  const { shop, publish, take, settle, earned, balance } = await programShop("award.myshopify.com");
  await take(-50, placedOrder(1, -60, 3_000), placedOrder(2, -55, 2_000), placedOrder(3, -100, 9_000));
  await publish(spend(1), 0);
  expect(await earned()).toEqual([]);
  const preview = await previewAward(shop.id, { from: day(-90), by: "test", now: day(1) });
  expect(preview).toMatchObject({ outcome: "previewed", until: day(0), dryRun: { orders: 2, customers: 1, points: 50, valueMinor: 50 } });
  expect(await balance()).toEqual({ pending: 0, settled: 0 });
  expect((await awardPastOrders(shop.id, { from: day(-90), by: "test", now: day(1) })).outcome).toBe("awarded");
  await settle(1);
  expect(await earned()).toEqual([["1", 30], ["2", 20]]);
  const { rows } = await pool.query("SELECT DISTINCT occurred_at AS at FROM ledger_entries WHERE shop_id = $1", [shop.id]);
  expect(rows).toEqual([{ at: day(1) }]);
  expect(await awardPastOrders(shop.id, { from: day(-200), by: "test", now: day(2) })).toEqual({ outcome: "already_awarded" });
  await take(3, placedOrder(1, -60, 3_000, { refundedMinor: 1_000, refundedOn: 3, revision: 1 }));
  expect(await balance()).toEqual({ pending: 0, settled: 40 });
  expect(await undoPastOrderAward(shop.id, { by: "test", now: day(4) })).toEqual({ outcome: "undone" });
  await settle(4);
  expect(await earned()).toEqual([["1", 0], ["2", 0]]);
  expect(await undoPastOrderAward(shop.id, { by: "test", now: day(5) })).toEqual({ outcome: "no_award" });
  expect((await awardPastOrders(shop.id, { from: day(-200), by: "test", now: day(6) })).outcome).toBe("awarded");
  await settle(6);
  expect(await earned()).toEqual([["1", 20], ["2", 20], ["3", 90]]);
});

it("an award gives what its dry run says, and takes nothing from orders that have settled, also where a rule applies only once", async () => {
  const { shop, publish, take, settle, earned, balance } = await programShop("award-limit.myshopify.com");
  const once = (points: number) => ({ pendingDays: 0, earnRules: [{ id: "each", kind: "order", points: 1 }, { id: "once", kind: "order", points, conditions: [{ kind: "limit", timesMax: 1, per: "ever" }] }] });
  await take(-50, placedOrder(1, -60, 3_000), placedOrder(2, -55, 2_000));
  await publish(once(500), 0);
  await take(1, placedOrder(3, 1, 1_000));
  expect(await earned()).toEqual([["3", 501]]);
  await publish(once(100), 2);
  expect(await previewAward(shop.id, { from: day(-90), by: "test", now: day(3) })).toMatchObject({ dryRun: { points: 102 } });
  expect((await awardPastOrders(shop.id, { from: day(-90), by: "test", now: day(3) })).outcome).toBe("awarded");
  await settle(3);
  expect(await earned()).toEqual([["1", 101], ["2", 1], ["3", 501]]);
  await take(4, placedOrder(4, 4, 1_000));
  expect(await balance()).toEqual({ pending: 0, settled: 604 });
  await undoPastOrderAward(shop.id, { by: "test", now: day(5) });
  await settle(5);
  expect(await balance()).toEqual({ pending: 0, settled: 502 });
});

it("past orders earn by the tiers that the rules of the award would have given, and nobody's own tier is older than the program", async () => {
  const { shop, publish, take, settle, earned } = await programShop("award-tiers.myshopify.com");
  await take(-30, placedOrder(1, -60, 1_000), placedOrder(2, -50, 1_000), placedOrder(3, -40, 1_000));
  const gold = { id: "gold", name: "Gold", threshold: 1_000, perks: { multiplier: 2 } };
  const visit = { id: "visit", kind: "order", points: 7, conditions: [{ kind: "tier", tierIds: ["gold"] }] };
  await publish({ ...spend(1), earnRules: [...spend(1).earnRules, visit], tiers: [gold], tierQualification: { basis: "spend" } }, 0);
  expect(await previewAward(shop.id, { from: day(-90), by: "test", now: day(1) })).toMatchObject({ dryRun: { points: 10 + 2 * (10 + 7) * 2 } });
  await awardPastOrders(shop.id, { from: day(-90), by: "test", now: day(1) });
  await settle(1);
  expect(await earned()).toEqual([["1", 10], ["2", 34], ["3", 34]]);
  expect((await findTier(pool, shop.id, "7")).log.map(({ occurredAt, toTierId }) => [occurredAt, toTierId])).toEqual([[day(0), "gold"]]);
});

it.each([
  ["cancelled", (first: OrderFact) => ({ ...first, cancelledAt: day(-20).toISOString() }), [["2", 20]]],
  ["paid late", (first: OrderFact) => ({ ...first, ...paidOn(-20) }), [["1", 10], ["2", 10]]],
])("a dry run knows which number an order had when it settled: the one before it was %s after that", async (how, change, given) => {
  const { shop, publish, take, settle, earned } = await programShop(`award-rank-${how.replace(" ", "-")}.myshopify.com`);
  await take(-10, change({ ...placedOrder(1, -60, 1_000), readAt: day(-10).toISOString() }), placedOrder(2, -50, 1_000));
  await publish({ ...spend(1), nthOrderMultipliers: [1, 2, 3] }, 0);
  const tried = await previewAward(shop.id, { from: day(-90), by: "test", now: day(1) });
  await awardPastOrders(shop.id, { from: day(-90), by: "test", now: day(1) });
  await settle(1);
  expect(await earned()).toEqual(given);
  expect(tried).toMatchObject({ dryRun: { points: given.reduce((sum, [, points]) => sum + Number(points), 0) } });
});

it("an award takes no points that wait from an order that was placed before it, nor is what a rule gives once given again to one that is placed after it", async () => {
  const { shop, publish, take, settle, earned } = await programShop("award-pending.myshopify.com");
  await take(-50, placedOrder(1, -60, 3_000));
  await publish({ pendingDays: 14, earnRules: [{ id: "each", kind: "order", points: 1 }, { id: "once", kind: "order", points: 100, conditions: [{ kind: "limit", timesMax: 1, per: "ever" }] }] }, 0);
  await take(1, placedOrder(2, 1, 1_000));
  expect(await previewAward(shop.id, { from: day(-90), by: "test", now: day(3) })).toMatchObject({ dryRun: { points: 101 } });
  await awardPastOrders(shop.id, { from: day(-90), by: "test", now: day(3) });
  await settle(3);
  expect(await earned()).toEqual([["1", 101], ["2", 101]]);
  await take(4, placedOrder(3, 4, 1_000, { customerId: "7" }));
  await settle(30);
  expect(await earned()).toEqual([["1", 101], ["2", 101], ["3", 1]]);
});

it("a rule that applies once is not given again by an order that was placed while past orders were awarded, once it has settled and the award is taken back", async () => {
  const { shop, publish, take, earned } = await programShop("award-undone.myshopify.com");
  await take(-50, placedOrder(1, -60, 3_000));
  await publish({ pendingDays: 0, earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }, { id: "once", kind: "order", points: 100, conditions: [{ kind: "limit", timesMax: 1, per: "ever" }] }] }, 0);
  await awardPastOrders(shop.id, { from: day(-90), by: "test", now: day(1) });
  await take(2, placedOrder(2, 2, 1_000));
  expect(await earned()).toEqual([["1", 130], ["2", 10]]);
  await undoPastOrderAward(shop.id, { by: "test", now: day(5) });
  await take(6, placedOrder(2, 2, 1_000, { refundedMinor: 500, refundedOn: 6, revision: 1 }), placedOrder(3, 6, 1_000));
  expect(await earned()).toEqual([["1", 0], ["2", 5], ["3", 110]]);
});

it("a dry run says of how many products and customers Shopify has not been asked what rules ask about them, until it was", async () => {
  const { shop, publish, take } = await programShop("dry-run-unread.myshopify.com");
  await take(-50, placedOrder(1, -60, 1_000, { productId: "11" }), placedOrder(2, -55, 1_000, { productId: "12" }), placedOrder(3, -40, 1_000, { productId: "11", customerId: "8" }));
  const asking = (kind: string, values: object) => ({ id: kind, kind: "order", points: 5, conditions: [{ kind, ...values }] });
  const program = { ...spend(1), earnRules: [...spend(1).earnRules, asking("product_tag", { tags: ["bio"] }), asking("customer_tag", { tags: ["vip"] })] };
  await publish(program, 0);
  const tried = async () => [await previewAward(shop.id, { from: day(-90), by: "test", now: day(1) }), await previewProgram(shop.id, program, { by: "test", now: day(1) })];
  expect(await tried()).toMatchObject([{ unread: { products: 2, customers: 2 }, dryRun: { points: 30 } }, { preview: { unread: { products: 2, customers: 2 }, draft: { points: 30 } } }]);
  await holdingShopFacts(shop.id, (tx) => askForProducts(tx, shop.id, ["11", "12"].map((productId) => ({ productId, orderId: "1", at: day(-60) }))));
  await holdingShopFacts(shop.id, (tx) => writeProductFacts(tx, shop.id, { facts: ["11", "12"].map((productId) => ({ productId, tags: ["bio"], collectionIds: [] })), readAt: day(1) }));
  await holdingShopFacts(shop.id, (tx) => askForCustomerTags(tx, shop.id, [{ customerId: "7", at: day(-55) }]));
  await holdingShopFacts(shop.id, (tx) => writeCustomerTags(tx, shop.id, { readings: [{ customerId: "7", tags: ["vip"] }], now: day(1) }));
  await holdingShopFacts(shop.id, (tx) => askForCustomerTags(tx, shop.id, [{ customerId: "8", at: day(-60) }]));
  await holdingShopFacts(shop.id, (tx) => writeCustomerTags(tx, shop.id, { readings: [{ customerId: "8", tags: ["vip"] }], now: day(-50) }));
  // Asked before the last order was placed, Shopify has not said how it was then.
  expect(await tried()).toMatchObject([{ unread: { products: 0, customers: 1 }, dryRun: { points: 60 } }, { preview: { unread: { products: 0, customers: 1 }, draft: { points: 60 } } }]);
});

it("a customer who is left out earns nothing meanwhile, keeps what is there, and has it taken back as before", async () => {
  const { shop, publish, take, earned, balance } = await programShop("excluded.myshopify.com");
  await publish(spend(1), -10);
  await take(0, placedOrder(1, 0, 1_000));
  const words = { customerId: "7", kind: "excluded_staff" as const, reason: "Works here", by: "test" };
  expect(await excludeMember(shop.id, words, day(1))).toEqual({ outcome: "changed" });
  expect(await excludeMember(shop.id, words, day(1))).toEqual({ outcome: "unchanged" });
  await take(2, placedOrder(2, 2, 1_000));
  expect(await balance()).toEqual({ pending: 0, settled: 10 });
  expect(await includeMember(shop.id, "7", day(3))).toEqual({ outcome: "changed" });
  await take(4, placedOrder(3, 4, 1_000), placedOrder(1, 0, 1_000, { refundedMinor: 500, refundedOn: 4, revision: 1 }));
  expect(await earned()).toEqual([["1", 5], ["3", 10]]);
});

it("a preview says what the rules would have given in 90 days, beside the ones in force, and writes nothing", async () => {
  const { shop, publish, take, earned } = await programShop("preview.myshopify.com");
  await publish(spend(1), -200);
  await take(0, placedOrder(1, -120, 9_900), placedOrder(2, -30, 4_000), placedOrder(3, -20, 1_000, { customerId: "8" }), placedOrder(4, -10, 60, { customerId: "9" }));
  const before = await earned();
  const tried = { ...spend(2, { conditions: [{ kind: "minimum_spend", amountMinor: 2_000 }] }), nthOrderMultipliers: [1, 3], valuePerPointMinor: 0.5 };
  const answer = await previewProgram(shop.id, tried, { by: "test", now: day(0) });
  expect(answer).toMatchObject({
    outcome: "previewed",
    preview: {
      draft: { orders: 3, customers: 1, points: 240, valueMinor: 120, eligibleMinor: 5_060, earnsNothing: { no_rule_met: 2 } },
      live: { orders: 3, customers: 2, points: 50, valueMinor: 50, earnsNothing: { below_one_point: 1 } },
    },
  });
  expect(await earned()).toEqual(before);
  expect((await previewProgram(shop.id, { earnRules: [{ id: "x" }] }, { by: "test", now: day(0) })).outcome).toBe("invalid");
});
