import { describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { markActionGiven } from "#app/store/nth-order-actions.server.ts";
import { askForProducts, reopenAskingOrders, writeCustomerTags, writeProductFacts } from "#app/store/rule-facts.server.ts";
import { findCustomerTimeline } from "#app/queries/customer-timeline.server.ts";
import { getGifts } from "#app/queries/gifts.server.ts";
import { findTier } from "#app/store/tiers.server.ts";
import { previewProgram } from "#app/usecases/preview-program.server.ts";
import { recordEvent } from "#app/usecases/record-event.server.ts";
import { settleMembers } from "#app/usecases/settle-members.server.ts";
import { noFacts, takeInFacts } from "#app/usecases/take-in-facts.server.ts";
import { checkPoints } from "#tests/factories/check-points.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { day, placedOrder, programShop } from "#tests/factories/program-shop.ts";

const rule = (id: string, conditions: unknown[] = [], points = 10) => ({ id, kind: "order", points, conditions });

describe("conditions on the member", () => {
  it("a limit counts the orders before by the time they were placed, whatever order they are heard of in", async () => {
    const limited = { earnRules: [rule("visit", [{ kind: "limit", timesMax: 2, per: "month" }])], pendingDays: 30 };
    const orders = [placedOrder(1, 1, 500), placedOrder(2, 5, 500), placedOrder(3, 9, 500), placedOrder(4, 40, 500)];
    const expected = [["1", 10], ["2", 10], ["4", 10]];
    const forwards = await programShop("limit-1.myshopify.com");
    await forwards.publish(limited, -10);
    await forwards.take(41, ...orders);
    expect(await forwards.earned()).toEqual(expected);
    const backwards = await programShop("limit-2.myshopify.com");
    await backwards.publish(limited, -10);
    for (const order of orders.toReversed()) await backwards.take(41, order);
    expect((await backwards.earned()).filter(([, points]) => points !== 0)).toEqual(expected);
  });

  it("a limit on a collection looks back at orders of other products of it", async () => {
    const { shop, publish, take, earned } = await programShop("limit-collection.myshopify.com");
    await holdingShopFacts(shop.id, (tx) => askForProducts(tx, shop.id, ["11", "12"].map((productId) => ({ productId, orderId: "1", at: day(0) }))));
    await holdingShopFacts(shop.id, (tx) => writeProductFacts(tx, shop.id, { facts: ["11", "12"].map((productId) => ({ productId, tags: [], collectionIds: ["77"] })), readAt: day(300) }));
    await publish({ earnRules: [rule("tea", [{ kind: "collection", collectionIds: ["77"] }, { kind: "limit", timesMax: 1, per: "ever" }])], pendingDays: 0 }, -10);
    await take(1, placedOrder(1, 1, 500, { productId: "11" }));
    await take(2, placedOrder(2, 2, 500, { productId: "12" }));
    expect(await earned()).toEqual([["1", 10]]);
  });

  it("a limit that comes with a later version counts what the rule gave before", async () => {
    const { publish, take, earned } = await programShop("limit-later.myshopify.com");
    await publish({ earnRules: [rule("visit")], pendingDays: 0 }, -10);
    await take(1, placedOrder(1, 1, 500));
    await publish({ earnRules: [rule("visit", [{ kind: "limit", timesMax: 2, per: "ever" }])], pendingDays: 0 }, 2);
    await take(5, placedOrder(2, 4, 500), placedOrder(3, 5, 500));
    expect(await earned()).toEqual([["1", 10], ["2", 10]]);
  });

  it.each([["settled", 0], ["all waited", 20]])("a rule that applies once is free again when the order that had it is cancelled, and %s", async (_when, pendingDays) => {
    const it0 = await programShop(`limit-free-${pendingDays}.myshopify.com`);
    const once = { earnRules: [rule("once", [{ kind: "limit", timesMax: 1, per: "ever" }])] };
    await it0.publish({ ...once, pendingDays }, -10);
    await it0.take(1, placedOrder(1, 1, 500));
    await it0.take(2, placedOrder(2, 2, 500));
    await it0.take(3, { ...placedOrder(1, 1, 500, { refundedOn: 3, revision: 1 }), cancelledAt: day(3).toISOString() });
    await it0.take(4, placedOrder(3, 4, 500));
    await it0.take(5, placedOrder(4, 5, 500));
    await it0.settle(60);
    // What had settled without it stays without it, and used nothing; of those that wait the first is given it.
    expect((await it0.earned()).filter(([, points]) => points !== 0)).toEqual([[pendingDays === 0 ? "3" : "2", 10]]);
    const tried = await previewProgram(it0.shop.id, { ...once, pendingDays }, { by: "test", now: day(60) });
    expect(tried).toMatchObject({ preview: { draft: { points: 10 }, live: { points: 10 } } });
    await checkPoints(it0.shop.id);
  });

  it("the stage is the one before the order", async () => {
    const { publish, take, earned } = await programShop("stage.myshopify.com");
    await publish({ earnRules: [rule("welcome", [{ kind: "stage", stages: ["prospect"] }]), rule("loyal", [{ kind: "stage", stages: ["loyal"] }], 100)] }, -10);
    await take(10, placedOrder(1, 1, 500), placedOrder(2, 2, 500), placedOrder(3, 3, 500), placedOrder(4, 4, 500));
    expect(await earned()).toEqual([["1", 10], ["4", 100]]);
  });

  it("a customer tag counts from when it was seen, and an excluded one earns nothing and says why", async () => {
    const { shop, publish, take, settle, earned } = await programShop("tags.myshopify.com");
    await publish({ earnRules: [rule("any"), rule("vip", [{ kind: "customer_tag", tags: ["vip"] }], 100)], excludedCustomerTags: ["Wholesale"] }, -10);
    await take(1, placedOrder(1, 1, 500));
    await holdingShopFacts(shop.id, (tx) => writeCustomerTags(tx, shop.id, { readings: [{ customerId: "7", tags: ["VIP"] }], now: day(2) }));
    await settle(2);
    expect(await earned()).toEqual([["1", 110]]);
    await take(3, placedOrder(2, 3, 500));
    await holdingShopFacts(shop.id, (tx) => writeCustomerTags(tx, shop.id, { readings: [{ customerId: "7", tags: ["wholesale"] }], now: day(4) }));
    await settle(4);
    expect(await earned()).toEqual([["1", 110], ["2", 0]]);
    const { rows } = await pool.query("SELECT why->>'reason' AS reason FROM ledger_entries WHERE shop_id = $1 ORDER BY id DESC LIMIT 1", [shop.id]);
    expect(rows).toEqual([{ reason: "excluded_tag" }]);
  });

  it.each([["in time", 0], ["late", 1]])("a product's tag counts from the first order after it was last read without it, also for one that is heard of %s", async (how, isLate) => {
    const { shop, publish, take, settle, earned } = await programShop(`product-tag-${isLate}.myshopify.com`);
    const read = async (tags: string[], on: number) => {
      await holdingShopFacts(shop.id, (tx) => writeProductFacts(tx, shop.id, { facts: [{ productId: "11", tags, collectionIds: [] }], readAt: day(on) }));
      await holdingShopFacts(shop.id, (tx) => reopenAskingOrders(tx, shop.id, { productIds: ["11"], limit: 10, now: day(on) }));
      await settle(on);
    };
    await publish({ earnRules: [rule("any"), rule("bio", [{ kind: "product_tag", tags: ["bio"] }], 100)] }, -10);
    await take(1, placedOrder(1, 1, 500, { productId: "11" }));
    await read([], 2);
    const [first, second] = [placedOrder(2, 4, 500, { productId: "11" }), placedOrder(3, 5, 500, { productId: "11", customerId: "8" })];
    await take(5, ...(isLate ? [second] : [first, second]));
    await read(["bio"], 6);
    if (isLate) await take(7, first);
    expect(await earned(), how).toEqual([["1", 10], ["2", 110], ["3", 110]]);
  });

  it("a product's collection counts as soon as Shopify has named it, also for an order that came before", async () => {
    const { shop, publish, take, settle, earned } = await programShop("collection.myshopify.com");
    await publish({ earnRules: [rule("any"), rule("tea", [{ kind: "collection", collectionIds: ["77"] }], 100)] }, -10);
    await take(1, placedOrder(1, 1, 500, { productId: "11" }), placedOrder(2, 1, 500, { productId: "12" }));
    expect(await earned()).toEqual([["1", 10], ["2", 10]]);
    const jobs = await pool.query("SELECT 1 FROM graphile_worker.jobs WHERE key = $1", [`read-rule-facts:${shop.id}`]);
    expect(jobs.rowCount).toBe(1);
    await holdingShopFacts(shop.id, (tx) => writeProductFacts(tx, shop.id, { facts: [{ productId: "11", tags: [], collectionIds: ["77"] }, { productId: "12", tags: ["x"], collectionIds: [] }], readAt: day(1) }));
    await holdingShopFacts(shop.id, (tx) => reopenAskingOrders(tx, shop.id, { productIds: ["11", "12"], limit: 10, now: day(1) }));
    await settle(2);
    expect(await earned()).toEqual([["1", 110], ["2", 10]]);
  });
});

describe("tiers", () => {
  const tiers = [
    { id: "silver", name: "Silver", threshold: 2, perks: { multiplier: 2 } },
    { id: "gold", name: "Gold", threshold: 3, perks: { multiplier: 3 } },
  ];
  const program = { earnRules: [rule("any")], tiers, tierQualification: { basis: "orders" }, pendingDays: 0 };

  it("scale the points of later orders, in whatever order they are heard of, and keep their causes", async () => {
    const { shop, publish, take, earned } = await programShop("tiers.myshopify.com");
    await publish(program, -10);
    await take(9, placedOrder(3, 3, 500));
    await take(10, placedOrder(4, 4, 500), placedOrder(2, 2, 500), placedOrder(1, 1, 500));
    expect(await earned()).toEqual([["1", 10], ["2", 10], ["3", 20], ["4", 30]]);
    const { tierId, since, log } = await findTier(pool, shop.id, "7");
    expect([tierId, since]).toEqual(["gold", day(3)]);
    expect(log.map((line) => [line.toTierId, line.occurredAt, line.cause.kind, line.cause.total])).toEqual([["gold", day(3), "reached", 3], ["silver", day(2), "reached", 2]]);
    await expect(pool.query("DELETE FROM tier_changes WHERE shop_id = $1", [shop.id])).rejects.toThrow("append-only");
  });

  it("tell in the history of a customer what holds now, also where late news moved it, while the log keeps what was believed", async () => {
    const { shop, publish, take, settle } = await programShop("tier-history.myshopify.com");
    await publish({ ...program, tierQualification: { basis: "orders", window: "calendar_year", graceDays: 0 } }, -10);
    await take(10, placedOrder(1, 1, 500), placedOrder(2, 2, 500));
    await settle(370);
    await take(371, placedOrder(3, 3, 500));
    await settle(372);
    const { log } = await findTier(pool, shop.id, "7");
    expect(log.map(({ fromTierId, toTierId }) => `${fromTierId} > ${toTierId}`)).toEqual(["gold > null", "silver > null", "silver > gold", "null > silver"]);
    const told = await findCustomerTimeline(shop.id, "7", { asOf: day(373), kinds: ["tier"] });
    expect(told?.items.map((item) => (item.kind === "tier" ? `${item.fromTier} > ${item.toTier}` : item.kind))).toEqual(["Gold > null", "Silver > Gold", "null > Silver"]);
  });

  it("by points count settled points only, so no order decides its own tier, also when all is heard of at once", async () => {
    const byPoints = { ...program, tiers: [{ id: "silver", name: "Silver", threshold: 20, perks: { multiplier: 2 } }], tierQualification: { basis: "points" }, pendingDays: 3 };
    const orders = [placedOrder(1, 1, 500), placedOrder(2, 2, 500), placedOrder(3, 4, 500), placedOrder(4, 10, 500)];
    const lived = await programShop("tier-points-1.myshopify.com");
    await lived.publish(byPoints, -10);
    for (const [at, order] of orders.entries()) {
      await lived.take([1, 2, 4, 10][at]!, order);
      await lived.settle([1, 3, 8, 10][at]!);
    }
    const late = await programShop("tier-points-2.myshopify.com");
    await late.publish(byPoints, -10);
    await late.take(10, ...orders);
    expect(await lived.earned()).toEqual([["1", 10], ["2", 10], ["3", 10], ["4", 20]]);
    expect(await late.earned()).toEqual(await lived.earned());
  });

  it("end by themselves when their time has passed", async () => {
    const { shop, publish, take, settle } = await programShop("tier-ends.myshopify.com");
    await publish({ ...program, tierQualification: { basis: "orders", window: "calendar_year", graceDays: 31 } }, -10);
    await take(5, placedOrder(1, 1, 500), placedOrder(2, 2, 500));
    await settle(364 + 31);
    expect((await findTier(pool, shop.id, "7")).tierId).toBe("silver");
    await settle(364 + 40);
    const { tierId, log } = await findTier(pool, shop.id, "7");
    expect([tierId, log[0]?.cause.kind, log[0]?.occurredAt.toISOString()]).toEqual([null, "fell", "2027-02-02T00:00:00.000Z"]);
  });
});

describe("events", () => {
  it("give the points of each rule once per key, and an account once for ever", async () => {
    const { shop, publish, take, balance } = await programShop("events.myshopify.com");
    await publish({ earnRules: [{ id: "quiz", kind: "event", event: "quiz", points: 5, conditions: [{ kind: "limit", timesMax: 2, per: "day" }] }, { id: "account", kind: "account_created", points: 50 }] }, -10);
    await take(0, placedOrder(1, 0, 100));
    const event = (name: string, key: string, customerId = "7") => recordEvent(shop.id, { customerId, event: name, occurredAt: day(1), idempotencyKey: key }, day(1));
    expect(await event("quiz", "a")).toEqual({ outcome: "recorded", points: 5, ruleIds: ["quiz"], isRepeated: false, isKnown: false });
    expect(await event("quiz", "a")).toEqual({ outcome: "recorded", points: 5, ruleIds: ["quiz"], isRepeated: true, isKnown: false });
    expect(await event("other", "a")).toEqual({ outcome: "key_taken" });
    expect(await event("quiz", "b")).toMatchObject({ points: 5 });
    expect(await event("quiz", "c")).toMatchObject({ points: 0, ruleIds: [] });
    expect(await event("account_created", "d")).toMatchObject({ points: 50, isRepeated: false, isKnown: false });
    expect(await event("account_created", "e")).toMatchObject({ points: 50, isRepeated: true, isKnown: true });
    expect(await event("quiz", "f", "99")).toEqual({ outcome: "unknown_customer" });
    expect(await balance()).toEqual({ pending: 0, settled: 60 });
  });

  it.each([["as they happened", [0, 1, 2, 3, 4]], ["the last first", [4, 3, 2, 1, 0]], ["in any order", [2, 4, 0, 3, 1]]])("are given at most as often as the rule says, told of %s", async (_how, order) => {
    const { shop, publish, take, balance } = await programShop(`events-${order.join("")}.myshopify.com`);
    const limited = (id: string, points: number, per: string, timesMax = 1) => ({ id, kind: "event", event: "quiz", points, conditions: [{ kind: "limit", timesMax, per }] });
    await publish({ earnRules: [limited("ever", 100, "ever"), limited("day", 10, "day"), limited("week", 1, "week", 2)] }, -10);
    await take(0, placedOrder(1, 0, 100));
    // The shop's days are those of London in winter: three on one day, from its first instant to its last second, and one on either side.
    const happened = ["2026-01-10T23:59:59Z", "2026-01-11T00:00:00Z", "2026-01-11T12:00:00Z", "2026-01-11T23:59:59Z", "2026-01-12T00:00:00Z"];
    for (const at of order) await recordEvent(shop.id, { customerId: "7", event: "quiz", occurredAt: new Date(happened[at]!), idempotencyKey: `quiz-${at}` }, day(20));
    expect(await balance()).toEqual({ pending: 0, settled: 100 + 3 * 10 + 3 * 1 });
  });

  it("and gifts stay once for ever when two customers who had them become one", async () => {
    const { shop, publish, take } = await programShop("merged.myshopify.com");
    await publish({ earnRules: [{ id: "account", kind: "account_created", points: 50 }], nthOrderActions: [{ id: "gift", n: 2, gift: "A sample" }] }, -10);
    await take(2, placedOrder(1, 1, 500), placedOrder(2, 2, 500), placedOrder(3, 1, 500, { customerId: "8" }));
    const account = (customerId: string, key: string) => recordEvent(shop.id, { customerId, event: "account_created", occurredAt: day(2), idempotencyKey: key }, day(2));
    expect(await account("7", "a")).toMatchObject({ points: 50, isRepeated: false });
    await holdingShopFacts(shop.id, async (tx) => {
      const customerIds = await takeInFacts(tx, shop.id, { facts: { ...noFacts(), merges: [{ keptId: "8", removedId: "7", at: day(3) }] }, now: day(3) });
      await settleMembers(tx, shop.id, { customerIds, now: day(3) });
    });
    expect(await account("8", "b")).toMatchObject({ points: 50, isRepeated: true });
    expect((await getGifts(shop.id)).open.map(({ customer, orderId }) => [customer.id, orderId])).toEqual([["8", "2"]]);
  });

  it("of one key at the same time are one", async () => {
    const { shop, publish, take, balance } = await programShop("events-at-once.myshopify.com");
    await publish({ earnRules: [{ id: "quiz", kind: "event", event: "quiz", points: 5 }] }, -10);
    await take(0, placedOrder(1, 0, 100));
    await Promise.all(Array.from({ length: 8 }, (_, at) => recordEvent(shop.id, { customerId: "7", event: "quiz", occurredAt: day(1), idempotencyKey: at % 2 ? "x" : "y" }, day(1))));
    expect(await balance()).toEqual({ pending: 0, settled: 10 });
  });
});

it("the gift on the second order is logged once for ever, not for old news, and taken back while nobody handed it over", async () => {
  const { shop, publish, take } = await programShop("gift.myshopify.com");
  await publish({ nthOrderActions: [{ id: "gift", n: 2, gift: "A sample" }] }, -10);
  await take(3, placedOrder(1, 1, 500), placedOrder(2, 2, 500), placedOrder(11, -4, 500, { customerId: "8" }), placedOrder(12, -3, 500, { customerId: "8" }));
  const open = async () => (await getGifts(shop.id)).open.map(({ customer, orderId }) => [customer.id, orderId]);
  expect(await open()).toEqual([["7", "2"]]);
  await take(4, { ...placedOrder(2, 2, 500, { revision: 1, refundedOn: 4 }), cancelledAt: day(4).toISOString() });
  expect(await open()).toEqual([]);
  await take(5, placedOrder(3, 5, 500), placedOrder(13, 4, 500, { customerId: "9" }), placedOrder(14, 5, 500, { customerId: "9" }));
  expect(await open()).toEqual([["9", "14"]]);
  const [gift] = (await getGifts(shop.id)).open;
  const handOver = () => holdingShopFacts(shop.id, (tx) => markActionGiven(tx, shop.id, { id: gift!.id, by: "test", now: day(5) }));
  expect(await handOver()).toBe(true);
  expect(await handOver()).toBe(false);
});
