import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { takeEffect } from "#app/effects/outbox.server.ts";
import { performEffect } from "#app/effects/perform.server.ts";
import { performEffects } from "#app/jobs/perform-effects.server.ts";
import { reconcileUpdated } from "#app/jobs/reconcile.server.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { excludeMember } from "#app/usecases/exclude-member.server.ts";
import type { AdminFault } from "#standin/control/faults.ts";
import { mergeCustomers } from "#standin/shop/change-customer.ts";
import { cancelOrder } from "#standin/shop/change-order.ts";
import { discountsOf, discountStatus, placeOrderWithCode } from "#standin/shop/discounts.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import type { CustomerRecord, OrderRecord } from "#standin/shop/records.ts";
import { DAY_MS, openRedeemingShop, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const REWARDS = [{ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500, validityDays: 30 }];
const GIFTS = [
  { id: "second", n: 2, gift: "5 off your next order", rewardId: "five" },
  { id: "third", n: 3, gift: "A tea sample", customerTag: "Sampler" },
];
const LEASE_MINUTES = 3;
const SCOPES = ["write_discounts", "write_customers"];

let all: Lab;
let it0: RedeemingShop;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, REWARDS, { scopes: SCOPES, program: { nthOrderActions: GIFTS } });
});
afterAll(() => all.stop());

const shopify = () => it0.lab.house.shop;
// A comparison looks back an hour before the installation, and no further.
const HALF_AN_HOUR_AGO = new Date(Date.now() - 1_800_000).toISOString();
const order = (customer: CustomerRecord, { processedAt = HALF_AN_HOUR_AGO }: { processedAt?: string } = {}) =>
  placeOrder(shopify(), { customer: { id: customer.id }, totalMinor: 2_000, createdAt: processedAt, processedAt });
const codesOf = (customer: CustomerRecord) => [...discountsOf(shopify()).values()].filter((one) => one.customerIds.has(customer.id));
const isAlive = (customer: CustomerRecord) => codesOf(customer).map((one) => discountStatus(one, Date.now() + 1_000) === "ACTIVE");
const given = async ({ id }: CustomerRecord) =>
  (await pool.query<{ row: string }>("SELECT concat_ws(' ', kind, name, end_reason) AS row FROM member_perks WHERE shop_id = $1 AND customer_id = $2 ORDER BY id", [it0.shop.id, id])).rows.map(({ row }) => row);

/** So many orders, heard of and settled, without anything done in Shopify yet. */
async function ordered(count: number, more: { processedAt?: string } = {}): Promise<{ customer: CustomerRecord; orders: OrderRecord[] }> {
  const customer = await it0.customer(0);
  const orders = Array.from({ length: count }, () => order(customer, more));
  await it0.hear();
  return { customer, orders };
}

async function cancel(one: OrderRecord): Promise<void> {
  cancelOrder(shopify(), one, Date.now());
  await it0.hear();
  await it0.perform();
  await it0.perform(2);
}

describe("the gift of the second order", () => {
  it("is a code for the customer alone, costs no points and shows among the redemptions", async () => {
    const { customer } = await ordered(2);
    const points = await it0.balance(customer);
    await it0.perform();
    expect(codesOf(customer)).toMatchObject([{ usageLimit: 1, value: { kind: "amount", amountMinor: 500 } }]);
    expect(await it0.balance(customer)).toBe(points);
    expect((await it0.entries(customer)).filter(([kind]) => kind.startsWith("redeem"))).toEqual([]);
    const { rows } = await pool.query("SELECT state, origin, points FROM redemptions WHERE shop_id = $1 AND customer_id = $2", [it0.shop.id, customer.id]);
    expect(rows).toEqual([{ state: "issued", origin: "gift", points: "0" }]);
  });

  it("comes once although everything is told twice, settled often, and two workers are at it", async () => {
    const customer = await it0.customer(0);
    order(customer);
    order(customer);
    const told = it0.lab.takeTold();
    await it0.lab.deliver(told.toReversed());
    await it0.lab.deliver(told.map((one) => ({ ...one, webhookId: `${one.webhookId}-again` })));
    await settleDue(it0.shop.id, new Date());
    await Promise.all([performEffects(it0.shop, () => new Date()), performEffects(it0.shop, () => new Date())]);
    expect(codesOf(customer)).toHaveLength(1);
    expect(await given(customer)).toEqual(["gift 5 off your next order"]);
  });

  it("is taken back when its order is cancelled, and does not come again", async () => {
    const { customer, orders } = await ordered(2);
    await it0.perform();
    expect(isAlive(customer)).toEqual([true]);
    await cancel(orders[1]!);
    expect(isAlive(customer)).toEqual([false]);
    expect(await given(customer)).toEqual(["gift 5 off your next order order_undone"]);
    order(customer);
    await it0.hear();
    await it0.perform();
    expect(codesOf(customer)).toHaveLength(1);
  });

  it("that Shopify never heard of is taken back without a call", async () => {
    const { customer, orders } = await ordered(2);
    await cancel(orders[1]!);
    expect(codesOf(customer)).toEqual([]);
    expect(await given(customer)).toEqual(["gift 5 off your next order order_undone"]);
  });

  it("that was used stays, also when its order is cancelled later", async () => {
    const { customer, orders } = await ordered(2);
    await it0.perform();
    placeOrderWithCode(shopify(), { code: codesOf(customer)[0]!.code, customer: { id: customer.id }, totalMinor: 2_500 });
    await it0.hear();
    await cancel(orders[1]!);
    expect((await given(customer))[0]).toBe("gift 5 off your next order");
    const { rows } = await pool.query("SELECT state FROM redemptions WHERE shop_id = $1 AND customer_id = $2", [it0.shop.id, customer.id]);
    expect(rows).toEqual([{ state: "used" }]);
  });

  it("does not come for old news: an order of three days ago, or one that only a comparison found", async () => {
    const { customer } = await ordered(2, { processedAt: new Date(Date.now() - 3 * DAY_MS).toISOString() });
    const lost = await it0.customer(0);
    order(lost);
    order(lost);
    it0.lab.takeTold();
    await reconcileUpdated(it0.shop, new Date());
    await settleDue(it0.shop.id, new Date());
    expect([await given(customer), await given(lost)]).toEqual([[], []]);
    expect((await it0.entries(lost)).length).toBeGreaterThan(0);
  });

  it("does not come to somebody who was left out", async () => {
    const customer = await it0.customer(0);
    await excludeMember(it0.shop.id, { customerId: customer.id, kind: "blocked", reason: "resells", by: "test" }, new Date(Date.now() - DAY_MS));
    order(customer);
    order(customer);
    await it0.hear();
    expect(await given(customer)).toEqual([]);
  });

  it("stays one gift when two customers who both had it become one", async () => {
    const [kept, removed] = [(await ordered(2)).customer, (await ordered(2)).customer];
    await it0.perform();
    mergeCustomers(shopify(), { keep: kept, remove: removed, status: "completed" });
    await it0.hear();
    await it0.perform();
    const { rows } = await pool.query("SELECT count(*)::int AS n FROM redemptions WHERE shop_id = $1 AND origin = 'gift' AND customer_id = $2", [it0.shop.id, kept.id]);
    expect(rows).toEqual([{ n: 2 }]);
    expect(codesOf(kept)).toHaveLength(2);
    const fourth = (await given(kept)).length;
    await settleDue(it0.shop.id, new Date());
    expect(await given(kept)).toHaveLength(fourth);
  });
});

describe("a gift that is handed over", () => {
  it("is on the list for staff and tags the customer until its order stops counting", async () => {
    const { customer, orders } = await ordered(3);
    await it0.perform();
    expect(customer.tags).toEqual(["Sampler"]);
    expect(await given(customer)).toEqual(["gift 5 off your next order", "gift A tea sample", "tag Sampler"]);
    await cancel(orders[2]!);
    expect(customer.tags).toEqual([]);
    expect(await given(customer)).toEqual(["gift 5 off your next order", "gift A tea sample order_undone", "tag Sampler order_undone"]);
  });
});

describe("when Shopify is in trouble, a gift", () => {
  const failNext = (...faults: AdminFault[]) => it0.lab.house.faults.admin.failNext.push(...faults);

  it.each(["lost-answer", "500", "throttled"] as const)("is one code after %s", async (kind) => {
    const { customer } = await ordered(2);
    failNext({ operation: "discountCodeBasicCreate", kind });
    await it0.perform();
    await it0.perform(LEASE_MINUTES);
    expect(codesOf(customer)).toHaveLength(1);
  });

  it("is one code after a worker died between the call and the receipt, which Shopify calls taken", async () => {
    const { customer } = await ordered(2);
    await performEffect(it0.shop, (await takeEffect(pool, it0.shop.id, { now: new Date(), leaseMs: 120_000 }))!, new Date());
    await it0.perform(LEASE_MINUTES);
    expect(codesOf(customer)).toHaveLength(1);
  });

  it("that Shopify refuses says why, and moves no points", async () => {
    const { customer } = await ordered(2);
    const before = await it0.entries(customer);
    shopify().customers.delete(customer.id);
    await it0.perform();
    const { rows } = await pool.query("SELECT end_reason, refusal FROM member_perks WHERE shop_id = $1 AND customer_id = $2", [it0.shop.id, customer.id]);
    expect(rows).toEqual([{ end_reason: "refused", refusal: "Customer does not exist" }]);
    expect(await it0.entries(customer)).toEqual(before);
  });
});
