import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_COUNTING_POLICY } from "#app/domain/scoring/counting-policy.ts";
import { pushSummaries } from "#app/jobs/push-summaries.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { RetryableError } from "#app/shopify/errors.ts";
import { isPushDue, listDirtySummaries, noteWritten } from "#app/store/member-summaries.server.ts";
import { loadSummaryPush, type SummaryPush } from "#app/store/summary-pushes.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { excludeMember, includeMember } from "#app/usecases/exclude-member.server.ts";
import { saveCountingPolicy } from "#app/usecases/save-counting-policy.server.ts";
import { setPaused } from "#app/usecases/publish-program.server.ts";
import { setCustomerTags } from "#app/usecases/set-customer-tags.server.ts";
import { createCustomer, mergeCustomers, signIn } from "#standin/shop/change-customer.ts";
import { findMetafield, metafieldsOf, type MetafieldRecord } from "#standin/shop/metafields.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { DAY_MS, MINUTE_MS, openRedeemingShop, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

const FIVE_OFF = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 };
const SCOPES = ["write_discounts", "write_customers"];

let all: Lab;
let keys = 0;

beforeAll(async () => {
  all = await openLab();
});
afterAll(() => all.stop());

const push = (it0: RedeemingShop, options: { bulkFrom?: number; at?: Date } = {}) => pushSummaries(it0.shop, () => options.at ?? new Date(), options);
const shown = (it0: RedeemingShop, { id }: { id: string }): MetafieldRecord | undefined =>
  findMetafield(it0.lab.house.shop, { ownerGid: `gid://shopify/Customer/${id}`, namespace: "$app:loyalty", key: "summary" });
const summary = (it0: RedeemingShop, customer: { id: string }): unknown => JSON.parse(shown(it0, customer)?.value ?? "null");
const give = (it0: RedeemingShop, { id }: { id: string }, points: number) =>
  adjustPoints(it0.shop.id, { customerId: id, points, reason: "a gift", by: "test", idempotencyKey: `more-${(keys += 1)}` }, new Date());
async function refusalOf(it0: RedeemingShop, { id }: { id: string }): Promise<string | null | undefined> {
  const { rows } = await pool.query<{ refusal: string | null }>("SELECT refusal FROM member_summaries WHERE shop_id = $1 AND customer_id = $2", [it0.shop.id, id]);
  return rows[0]?.refusal;
}

describe("what Shopify holds of a customer", () => {
  it("follows an order: points, stage and what is left to the next reward", async () => {
    const it0 = await openRedeemingShop(all, [FIVE_OFF], { scopes: SCOPES });
    const customer = await it0.customer(0);
    await push(it0);
    expect(summary(it0, customer)).toEqual({
      programState: "live", pointsName: { one: "point", other: "points" }, available: 0, pending: 0, waiting: 0, tier: null, stage: "prospect",
      nextReward: { name: "5 off", pointsToGo: 100 }, nextOrderMultiplier: 1, orderCount: 0, isExcluded: false,
    });
    placeOrder(it0.lab.house.shop, { customer: { id: customer.id }, totalMinor: 3_000 });
    await it0.hear();
    expect(await isPushDue(pool, it0.shop.id, new Date())).toBe(true);
    await push(it0);
    expect(summary(it0, customer)).toMatchObject({ available: 30, stage: "first", nextReward: { pointsToGo: 70 } });
    expect(await isPushDue(pool, it0.shop.id, new Date())).toBe(false);
  });

  it("promises no more than an order of the same day earns where a day is one purchase, until the next day's look", async () => {
    const it0 = await openRedeemingShop(all, [], { scopes: SCOPES, program: { nthOrderMultipliers: [1, 2] } });
    await saveCountingPolicy(it0.shop.id, { ...DEFAULT_COUNTING_POLICY, mergeSameDay: true }, { by: "test", now: new Date(Date.now() - MINUTE_MS) });
    const customer = await it0.customer(0);
    placeOrder(it0.lab.house.shop, { customer: { id: customer.id }, totalMinor: 3_000 });
    await it0.hear();
    await push(it0);
    expect(summary(it0, customer)).toMatchObject({ orderCount: 1, nextOrderMultiplier: 1, mayShareNumber: true });
    await push(it0, { at: new Date(Date.now() + DAY_MS) });
    expect(summary(it0, customer)).toMatchObject({ orderCount: 1, nextOrderMultiplier: 2 });
    expect(summary(it0, customer)).not.toHaveProperty("mayShareNumber");
  });

  it("is written only when what a customer sees has changed, and whoever is refused holds nobody else up", async () => {
    const it0 = await openRedeemingShop(all, [FIVE_OFF], { scopes: SCOPES });
    const [ann, ben, gone] = [await it0.customer(10), await it0.customer(20), await it0.customer(30)];
    it0.lab.house.shop.customers.delete(gone.id);
    await push(it0);
    const before = shown(it0, ann);
    expect(before).toMatchObject({ namespace: "app--1--loyalty", type: "json" });
    expect(summary(it0, ben)).toMatchObject({ available: 20 });
    expect(shown(it0, gone)).toBeUndefined();
    expect(await refusalOf(it0, gone)).toBe("Owner does not exist.");
    await give(it0, ann, 5);
    await give(it0, ann, -5);
    await give(it0, ben, 5);
    await push(it0);
    expect(shown(it0, ann)).toBe(before);
    expect(summary(it0, ben)).toMatchObject({ available: 25 });
  });

  it("says that points wait for the first sign-in, and follows the sign-in", async () => {
    const it0 = await openRedeemingShop(all, [FIVE_OFF], { scopes: SCOPES });
    const customer = createCustomer(it0.lab.house.shop, { email: "guest@example.com", createdAt: new Date(Date.now() - DAY_MS).toISOString() });
    placeOrder(it0.lab.house.shop, { customer: { id: customer.id }, totalMinor: 3_000 });
    await it0.hear();
    await push(it0);
    expect(summary(it0, customer)).toMatchObject({ available: 0, waiting: 30, nextReward: { pointsToGo: 70 } });
    signIn(it0.lab.house.shop, customer);
    await it0.hear();
    await push(it0);
    expect(summary(it0, customer)).toMatchObject({ available: 30, waiting: 0 });
  });

  it("moves with the customer who is left after a merge", async () => {
    const it0 = await openRedeemingShop(all, [FIVE_OFF], { scopes: SCOPES });
    const [keep, remove] = [await it0.customer(10), await it0.customer(20)];
    await push(it0);
    mergeCustomers(it0.lab.house.shop, { keep, remove, status: "completed" });
    await it0.hear();
    await push(it0);
    expect(summary(it0, keep)).toMatchObject({ available: 30 });
    expect(await isPushDue(pool, it0.shop.id, new Date())).toBe(false);
  });

  it("says who is left out of earning, and no longer when they are let back in", async () => {
    const it0 = await openRedeemingShop(all, [FIVE_OFF], { scopes: SCOPES });
    const customer = await it0.customer(40);
    await push(it0);
    await excludeMember(it0.shop.id, { customerId: customer.id, kind: "blocked", reason: "resells", by: "test" }, new Date());
    expect(await isPushDue(pool, it0.shop.id, new Date())).toBe(true);
    await push(it0);
    expect(summary(it0, customer)).toMatchObject({ available: 40, isExcluded: true });
    await includeMember(it0.shop.id, customer.id, new Date());
    await push(it0);
    expect(summary(it0, customer)).toMatchObject({ isExcluded: false });
  });

  it("leads nobody to a reward that the shop has stopped to allow", async () => {
    const card = { id: "card", kind: "gift_card", name: "Gift card", costPoints: 60, amountMinor: 500 };
    const it0 = await openRedeemingShop(all, [FIVE_OFF, card], { scopes: [...SCOPES, "write_gift_cards"] });
    const customer = await it0.customer(40);
    await push({ ...it0, shop: { ...it0.shop, grantedScopes: SCOPES } });
    expect(summary(it0, customer)).toMatchObject({ nextReward: { name: "5 off", pointsToGo: 60 } });
  });

  it("may be read by the customer and by nobody in the storefront", async () => {
    const it0 = await openRedeemingShop(all, [FIVE_OFF], { scopes: SCOPES });
    await push(it0);
    await push(it0, { at: new Date(Date.now() + 2 * DAY_MS) });
    const { definitions } = metafieldsOf(it0.lab.house.shop);
    expect(definitions).toMatchObject([{ ownerType: "CUSTOMER", namespace: "app--1--loyalty", key: "summary", type: "json", access: { storefront: "NONE", customerAccount: "READ" } }]);
    // A shop that comes back after its record was erased has the definition already.
    await pool.query("UPDATE summary_pushes SET defined_at = NULL WHERE shop_id = $1", [it0.shop.id]);
    await push(it0);
    expect(definitions).toHaveLength(1);
  });

  it("follows another version of the program for everybody, also one that is paused", async () => {
    const it0 = await openRedeemingShop(all, [FIVE_OFF], { scopes: SCOPES });
    const customer = await it0.customer(40);
    await push(it0);
    await setPaused(it0.shop.id, true, { by: "test", now: new Date() });
    expect(await isPushDue(pool, it0.shop.id, new Date())).toBe(true);
    await push(it0);
    expect(summary(it0, customer)).toMatchObject({ programState: "paused", available: 40 });
  });

  it("stays out of Shopify where the shop has not granted it, and follows once it has", async () => {
    const it0 = await openRedeemingShop(all, [FIVE_OFF], { scopes: ["write_discounts"] });
    const customer = await it0.customer(40);
    await push(it0);
    expect(shown(it0, customer)).toBeUndefined();
    // Our record says granted, Shopify says no: it rests instead of asking all the time.
    await push({ ...it0, shop: { ...it0.shop, grantedScopes: [...it0.shop.grantedScopes, "write_customers"] } });
    expect(shown(it0, customer)).toBeUndefined();
    expect(await isPushDue(pool, it0.shop.id, new Date())).toBe(false);
    it0.lab.house.shop.grantedScopes.push("write_customers");
    await push({ ...it0, shop: { ...it0.shop, grantedScopes: [...it0.shop.grantedScopes, "write_customers"] } }, { at: new Date(Date.now() + 11 * MINUTE_MS) });
    expect(summary(it0, customer)).toMatchObject({ available: 40 });
  });

  it("is not taken for written when the answer is lost, or when a change comes meanwhile", async () => {
    const it0 = await openRedeemingShop(all, [FIVE_OFF], { scopes: SCOPES });
    const customer = await it0.customer(40);
    await push(it0);
    await give(it0, customer, 5);
    it0.lab.house.faults.admin.failNext.push({ operation: "metafieldsSet", kind: "lost-answer" });
    await expect(push(it0)).rejects.toThrow(RetryableError);
    expect(await isPushDue(pool, it0.shop.id, new Date())).toBe(true);
    const [waiting] = await listDirtySummaries(pool, it0.shop.id, { afterId: "0", limit: 1 });
    await give(it0, customer, 5);
    await holdingShopFacts(it0.shop.id, (tx) => noteWritten(tx, it0.shop.id, { written: [{ customerId: customer.id, changes: waiting!.changes, pushedHash: "older", refusal: null, tags: [] }], now: new Date() }));
    await push(it0);
    expect(summary(it0, customer)).toMatchObject({ available: 50 });
  });
});

describe("many customers at once", () => {
  const bulk = async (it0: RedeemingShop) => (await loadSummaryPush(pool, it0.shop.id)) as SummaryPush;
  const settledBulk = (it0: RedeemingShop) => waitFor("the bulk operation", () => it0.lab.house.bulkOperations.list().every(({ status }) => status === "COMPLETED" || status === "FAILED"));
  const calls = (it0: RedeemingShop) => it0.lab.house.bulkOperations.list().filter(({ type }) => type === "MUTATION");

  it("are written by one bulk operation, whose progress can be seen, and a refused line is done again one by one", async () => {
    const it0 = await openRedeemingShop(all, [FIVE_OFF], { scopes: SCOPES });
    const customers = [];
    for (let number = 1; number <= 30; number += 1) customers.push(await it0.customer(number));
    const [gone] = customers;
    it0.lab.house.shop.customers.delete(gone!.id);
    it0.lab.house.faults.bulk.runningMs = 60_000;
    await push(it0, { bulkFrom: 30 });
    expect(calls(it0)).toHaveLength(1);
    await push(it0, { bulkFrom: 30 });
    expect(await bulk(it0)).toMatchObject({ bulkTotal: 30, bulkFinishedAt: null, bulkFailure: null });
    // What a shopper causes does not wait for the operation.
    await give(it0, customers[5]!, 100);
    await push(it0, { bulkFrom: 30 });
    expect(summary(it0, customers[5]!)).toMatchObject({ available: 106 });
    it0.lab.house.faults.bulk.runningMs = 0;
    await settledBulk(it0);
    await push(it0, { bulkFrom: 30 });
    // The line of 25 with the customer who is gone was refused; the other carried the last five.
    expect(await bulk(it0)).toMatchObject({ bulkFinishedAt: expect.any(Date), bulkFailure: null, bulkDone: 5 });
    expect(calls(it0)).toHaveLength(1);
    expect(customers.slice(1).map((customer) => (summary(it0, customer) as { available: number }).available)).toEqual([2, 3, 4, 5, 106, ...Array.from({ length: 24 }, (_, at) => at + 7)]);
    expect(await refusalOf(it0, gone!)).toBe("Owner does not exist.");
    expect(await isPushDue(pool, it0.shop.id, new Date())).toBe(false);
  });

  it("wait ten minutes when Shopify ends the operation, and are all written then", async () => {
    const it0 = await openRedeemingShop(all, [FIVE_OFF], { scopes: SCOPES });
    const customers = [await it0.customer(1), await it0.customer(2)];
    it0.lab.house.faults.bulk.outcome = "failed";
    await push(it0, { bulkFrom: 2 });
    await settledBulk(it0);
    await push(it0, { bulkFrom: 3 });
    expect(await bulk(it0)).toMatchObject({ bulkFailure: "Shopify ended it: INTERNAL_SERVER_ERROR." });
    await push(it0, { at: new Date(Date.now() + 11 * MINUTE_MS) });
    expect(customers.map((customer) => (summary(it0, customer) as { available: number }).available)).toEqual([1, 2]);
    expect(await isPushDue(pool, it0.shop.id, new Date(Date.now() + 11 * MINUTE_MS))).toBe(false);
  });

  it("are begun anew when we went away between the upload and its start", async () => {
    const it0 = await openRedeemingShop(all, [FIVE_OFF], { scopes: SCOPES });
    const customers = [await it0.customer(1), await it0.customer(2)];
    it0.lab.house.faults.admin.failNext.push({ operation: "bulkOperationRunMutation", kind: "500" });
    await expect(push(it0, { bulkFrom: 2 })).rejects.toThrow(RetryableError);
    await push(it0, { bulkFrom: 2 });
    await push(it0, { bulkFrom: 2, at: new Date(Date.now() + 11 * MINUTE_MS) });
    await settledBulk(it0);
    await push(it0, { bulkFrom: 2, at: new Date(Date.now() + 12 * MINUTE_MS) });
    expect(customers.map((customer) => (summary(it0, customer) as { available: number } | null)?.available)).toEqual([1, 2]);
  });
});

describe("tags of customers", () => {
  it("are off until a merchant chooses a prefix, follow stage and tier, and leave others alone", async () => {
    const it0 = await openRedeemingShop(all, [FIVE_OFF], { scopes: SCOPES });
    const customer = await it0.customer(0);
    customer.tags = ["vip", "thrice:kept"];
    await push(it0);
    expect(customer.tags).toEqual(["vip", "thrice:kept"]);
    expect(await isPushDue(pool, it0.shop.id, new Date())).toBe(false);
    expect(await setCustomerTags(it0.shop.id, { prefix: "thrice:" })).toEqual({ outcome: "saved" });
    expect(await isPushDue(pool, it0.shop.id, new Date())).toBe(true);
    await push(it0);
    expect(customer.tags).toEqual(["vip", "thrice:kept", "thrice:stage:prospect"]);
    placeOrder(it0.lab.house.shop, { customer: { id: customer.id }, totalMinor: 3_000 });
    await it0.hear();
    await push(it0);
    expect(customer.tags).toEqual(["vip", "thrice:kept", "thrice:stage:first"]);
    await setCustomerTags(it0.shop.id, { prefix: "club-" });
    await push(it0);
    expect(customer.tags).toEqual(["vip", "thrice:kept", "club-stage:first"]);
    await setCustomerTags(it0.shop.id, { prefix: null });
    await push(it0);
    expect(customer.tags).toEqual(["vip", "thrice:kept"]);
  });

  it.each(["", "a,b", " x", "x".repeat(41)])("refuse the prefix %j, which Shopify would take apart or cut", async (prefix) => {
    expect(await setCustomerTags(1, { prefix })).toMatchObject({ outcome: "invalid" });
  });
});
