import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { takeEffect } from "#app/effects/outbox.server.ts";
import { performEffect } from "#app/effects/perform.server.ts";
import { performEffects } from "#app/jobs/perform-effects.server.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { findCustomerTimeline } from "#app/queries/customer-timeline.server.ts";
import { cancelRedemption } from "#app/usecases/cancel-redemption.server.ts";
import { setPaused } from "#app/usecases/publish-program.server.ts";
import type { AdminFault } from "#standin/control/faults.ts";
import { mergeCustomers, redactCustomer, updateCustomer } from "#standin/shop/change-customer.ts";
import { cancelOrder } from "#standin/shop/change-order.ts";
import { discountsOf, discountStatus, placeOrderWithCode, type DiscountCodeRecord } from "#standin/shop/discounts.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import type { CustomerRecord, OrderRecord } from "#standin/shop/records.ts";
import { MINUTE_MS, openRedeemingShop, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const REWARDS = [{ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500, validityDays: 30 }];
const TIERS = {
  tierQualification: { basis: "orders" },
  tiers: [
    { id: "silver", name: "Silver", threshold: 2, perks: { welcomeRewardId: "five", freeShipping: true, customerTag: "early" } },
    { id: "gold", name: "Gold", threshold: 4, perks: { freeShipping: true, customerTag: "Gold club" } },
  ],
};
const SCOPES = ["write_discounts", "write_customers"];
const LEASE_MINUTES = 3;

let all: Lab;
let it0: RedeemingShop;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, REWARDS, { scopes: SCOPES, program: TIERS });
});
afterAll(() => all.stop());

const shopify = () => it0.lab.house.shop;
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS).toISOString();
const order = (customer: CustomerRecord, processedAt = minutesAgo(60)) => placeOrder(shopify(), { customer: { id: customer.id }, totalMinor: 2_000, createdAt: processedAt, processedAt });
// What is done in a test is over in an hour, by whatever clock.
const isAlive = (one: DiscountCodeRecord) => discountStatus(one, Date.now() + 60 * MINUTE_MS) === "ACTIVE";
const codesOf = (customer: CustomerRecord) => [...discountsOf(shopify()).values()].filter((one) => one.customerIds.has(customer.id));
const shippingOf = (customer: CustomerRecord) => codesOf(customer).filter(({ value }) => value.kind === "free-shipping");
const welcomesOf = (customer: CustomerRecord) => codesOf(customer).filter(({ value }) => value.kind === "amount");
const perks = async ({ id }: CustomerRecord) =>
  (await pool.query<{ row: string }>("SELECT concat_ws(' ', kind, coalesce(tier_id, action_id), end_reason) AS row FROM member_perks WHERE shop_id = $1 AND customer_id = $2 ORDER BY id", [it0.shop.id, id])).rows.map(({ row }) => row);

async function heard(): Promise<void> {
  await it0.hear();
  await it0.perform();
  await it0.perform(2);
  await it0.hear();
}

/** A customer with so many orders of the last hour, all heard of and done in Shopify. */
async function buyer(count: number, { tags = [] }: { tags?: string[] } = {}): Promise<{ customer: CustomerRecord; orders: OrderRecord[] }> {
  const customer = await it0.customer(0);
  if (tags.length > 0) updateCustomer(shopify(), customer, { tags });
  const orders = Array.from({ length: count }, () => order(customer));
  await heard();
  return { customer, orders };
}

async function cancel(one: OrderRecord): Promise<void> {
  cancelOrder(shopify(), one, Date.now());
  await heard();
}

describe("reaching a tier", () => {
  it("gives the reward on arrival, free shipping for any number of orders, and the tag, and moves no points", async () => {
    const { customer } = await buyer(2);
    expect(welcomesOf(customer)).toMatchObject([{ usageLimit: 1, value: { amountMinor: 500 } }]);
    expect(shippingOf(customer)).toMatchObject([{ usageLimit: null, endsAtMs: null, combinesWith: { orderDiscounts: true, productDiscounts: true } }]);
    expect(customer.tags).toEqual(["early"]);
    expect((await it0.entries(customer)).filter(([kind]) => kind.startsWith("redeem"))).toEqual([]);
    for (let use = 0; use < 2; use += 1) placeOrderWithCode(shopify(), { code: shippingOf(customer)[0]!.code, customer: { id: customer.id }, totalMinor: 1_000 });
    await heard();
    expect(shippingOf(customer).map(isAlive)).toEqual([true]);
  });

  it("gives once although all is told twice and settled again", async () => {
    const customer = await it0.customer(0);
    order(customer);
    order(customer);
    const told = it0.lab.takeTold();
    await it0.lab.deliver(told.toReversed());
    await it0.lab.deliver(told.map((one) => ({ ...one, webhookId: `${one.webhookId}-again` })));
    await Promise.all([settleDue(it0.shop.id, new Date()), settleDue(it0.shop.id, new Date())]);
    await Promise.all([performEffects(it0.shop, () => new Date()), performEffects(it0.shop, () => new Date())]);
    expect([welcomesOf(customer).length, shippingOf(customer).length, customer.tags]).toEqual([1, 1, ["early"]]);
    expect(await perks(customer)).toEqual(["free_shipping silver", "tag silver", "welcome_reward silver"]);
  });

  it("a higher one keeps free shipping and changes the tag", async () => {
    const { customer } = await buyer(2);
    order(customer, minutesAgo(30));
    order(customer, minutesAgo(20));
    await heard();
    expect(shippingOf(customer).map(isAlive)).toEqual([true]);
    expect(customer.tags).toEqual(["Gold club"]);
    expect(await perks(customer)).toEqual(["free_shipping silver", "tag silver tier_left", "welcome_reward silver", "tag gold"]);
  });
});

describe("leaving a tier", () => {
  it("ends free shipping and the tag; coming back gives them again, and no second welcome", async () => {
    const { customer, orders } = await buyer(2);
    await cancel(orders[1]!);
    expect([shippingOf(customer).map(isAlive), welcomesOf(customer).map(isAlive), customer.tags]).toEqual([[false], [true], []]);
    order(customer, minutesAgo(5));
    await heard();
    expect([shippingOf(customer).filter(isAlive).length, welcomesOf(customer).length, customer.tags]).toEqual([1, 1, ["early"]]);
    expect((await perks(customer)).slice(-2)).toEqual(["free_shipping silver", "tag silver"]);
  });

  it("ends a free shipping that orders carry, and every perk of somebody who is erased", async () => {
    const { customer, orders } = await buyer(2);
    placeOrderWithCode(shopify(), { code: shippingOf(customer)[0]!.code, customer: { id: customer.id }, totalMinor: 1_000 });
    await heard();
    for (const one of [...orders, ...customer.orders]) cancelOrder(shopify(), one, Date.now());
    placeOrderWithCode(shopify(), { code: shippingOf(customer)[0]!.code, customer: { id: customer.id }, totalMinor: 1_000 });
    await heard();
    const { rows } = await pool.query("SELECT state FROM redemptions WHERE shop_id = $1 AND customer_id = $2 AND origin = 'tier'", [it0.shop.id, customer.id]);
    expect([rows, shippingOf(customer).map(isAlive)]).toEqual([[{ state: "returned" }], [false]]);
    const { customer: erased } = await buyer(2);
    redactCustomer(shopify(), erased);
    await it0.hear();
    await settleDue(it0.shop.id, new Date());
    await heard();
    expect((await perks(erased)).slice(0, 2)).toEqual(["free_shipping silver closed", "tag silver closed"]);
    expect(shippingOf(erased).map(isAlive)).toEqual([false]);
  });

  it("leaves a tag alone that the customer had before, whatever its case", async () => {
    const { customer, orders } = await buyer(2, { tags: ["EARLY"] });
    await cancel(orders[1]!);
    expect(customer.tags).toEqual(["EARLY"]);
  });

  it("and coming back before Shopify was told keeps the tag as ours", async () => {
    const { customer, orders } = await buyer(2);
    cancelOrder(shopify(), orders[1]!, Date.now());
    await it0.hear();
    it0.lab.house.faults.admin.failNext.push({ operation: "tagsRemove", kind: "500" });
    await it0.perform();
    const back = order(customer, minutesAgo(5));
    await heard();
    expect(customer.tags).toEqual(["early"]);
    await cancel(back);
    expect(customer.tags).toEqual([]);
  });
});

describe("old news", () => {
  it("gives nothing; the member's next order brings what stands, and no welcome", async () => {
    const reader = await it0.customer(0);
    await pool.query("UPDATE backfills SET state = 'running' WHERE shop_id = $1", [it0.shop.id]);
    order(reader, minutesAgo(90));
    order(reader, minutesAgo(80));
    await heard();
    expect(await perks(reader)).toEqual([]);
    await pool.query("UPDATE backfills SET state = 'done' WHERE shop_id = $1", [it0.shop.id]);
    // As if the two had been read three days ago.
    await pool.query("UPDATE orders SET processed_at = processed_at - interval '3 days', paid_at = paid_at - interval '3 days' WHERE shop_id = $1 AND customer_id = $2", [it0.shop.id, reader.id]);
    order(reader, minutesAgo(10));
    await heard();
    expect([await perks(reader), reader.tags]).toEqual([["free_shipping silver", "tag silver"], ["early"]]);
  });
});

describe("free shipping of a tier", () => {
  it("can't be cancelled like a code that was bought", async () => {
    const { customer } = await buyer(2);
    const { rows } = await pool.query<{ redemption_id: string }>("SELECT redemption_id FROM redemptions WHERE shop_id = $1 AND customer_id = $2 AND origin = 'tier'", [it0.shop.id, customer.id]);
    expect(await cancelRedemption(it0.shop.id, { redemptionId: rows[0]!.redemption_id, now: new Date() })).toMatchObject({ outcome: "not_cancellable" });
  });

  it("and the tag are there once when two customers who both had them become one, and end together", async () => {
    const [{ customer: kept, orders }, { customer: removed, orders: theirs }] = [await buyer(1), await buyer(2)];
    order(kept, minutesAgo(30));
    await heard();
    mergeCustomers(shopify(), { keep: kept, remove: removed, status: "completed" });
    updateCustomer(shopify(), kept, { tags: [...new Set([...kept.tags, ...removed.tags])] });
    await heard();
    expect(shippingOf(kept).filter(isAlive)).toHaveLength(1);
    expect(kept.tags).toEqual(["Gold club"]);
    for (const one of [...orders, ...theirs, ...kept.orders]) cancelOrder(shopify(), one, Date.now());
    await heard();
    expect([shippingOf(kept).filter(isAlive).length, kept.tags]).toEqual([0, []]);
  });
});

describe("when Shopify is in trouble", () => {
  const failNext = (...faults: AdminFault[]) => it0.lab.house.faults.admin.failNext.push(...faults);
  const OPERATIONS = ["discountCodeFreeShippingCreate", "discountCodeBasicCreate", "tagsAdd", "CustomerTags"];

  it.each(["lost-answer", "500", "throttled"] as const)("everything is given once after %s, and taken back", async (kind) => {
    const customer = await it0.customer(0);
    const orders = [order(customer), order(customer)];
    await it0.hear();
    failNext(...OPERATIONS.map((operation) => ({ operation, kind })));
    for (let round = 0; round < 4; round += 1) await it0.perform(round * LEASE_MINUTES);
    expect([welcomesOf(customer).length, shippingOf(customer).length, customer.tags]).toEqual([1, 1, ["early"]]);
    cancelOrder(shopify(), orders[1]!, Date.now());
    await it0.hear();
    failNext({ operation: "discountCodeDeactivate", kind }, { operation: "tagsRemove", kind });
    for (let round = 5; round < 9; round += 1) await it0.perform(round * LEASE_MINUTES);
    expect([shippingOf(customer).map(isAlive), customer.tags]).toEqual([[false], []]);
  });

  it("a worker that dies after any call leaves everything to the next, and a tag of ours stays ours", async () => {
    const customer = await it0.customer(0);
    const orders = [order(customer), order(customer)];
    await it0.hear();
    // Each effect reaches Shopify, and its answer dies with the worker.
    for (let round = 0; round < 6; round += 1) {
      const at = new Date(Date.now() + round * LEASE_MINUTES * MINUTE_MS);
      const taken = await takeEffect(pool, it0.shop.id, { now: at, leaseMs: 120_000 });
      if (taken) await performEffect(it0.shop, taken, new Date());
      await it0.perform(round * LEASE_MINUTES);
    }
    expect([welcomesOf(customer).length, shippingOf(customer).length, customer.tags]).toEqual([1, 1, ["early"]]);
    cancelOrder(shopify(), orders[1]!, Date.now());
    await it0.hear();
    for (let round = 7; round < 10; round += 1) await it0.perform(round * LEASE_MINUTES);
    expect(customer.tags).toEqual([]);
  });

  it("what it refuses has ended with its reason, and stands again with the next order", async () => {
    const customer = await it0.customer(0);
    order(customer);
    order(customer);
    await it0.hear();
    shopify().customers.delete(customer.id);
    await it0.perform();
    expect(await perks(customer)).toEqual(["free_shipping silver refused", "tag silver refused", "welcome_reward silver refused"]);
    shopify().customers.set(customer.id, customer);
    order(customer, minutesAgo(5));
    await heard();
    expect((await perks(customer)).slice(3)).toEqual(["free_shipping silver", "tag silver"]);
  });
});

it("a paused program gives nothing, and takes back what ends", async () => {
  const { customer, orders } = await buyer(2);
  const now = new Date();
  await setPaused(it0.shop.id, true, { by: "test", now });
  const other = await it0.customer(0);
  order(other);
  order(other);
  await heard();
  expect(await perks(other)).toEqual([]);
  await cancel(orders[1]!);
  expect([shippingOf(customer).map(isAlive), customer.tags]).toEqual([[false], []]);
  await setPaused(it0.shop.id, false, { by: "test", now: new Date() });
});

it("a customer's history says what was given and what ended, with the reason of each", async () => {
  const { customer, orders } = await buyer(2);
  await cancel(orders[1]!);
  const timeline = await findCustomerTimeline(it0.shop.id, customer.id, { asOf: new Date(Date.now() + MINUTE_MS), kinds: ["perk", "tier"] });
  const lines = timeline!.items.map((entry) => (entry.kind === "perk" ? [entry.perk, entry.change, entry.tier, entry.endReason] : entry.kind === "tier" ? [entry.fromTier, entry.toTier, entry.cause.kind] : []));
  expect(lines.toSorted()).toEqual([
    ["free_shipping", "given", "Silver", null], ["free_shipping", "ended", "Silver", "tier_left"], ["tag", "given", "Silver", null], ["tag", "ended", "Silver", "tier_left"],
    ["welcome_reward", "given", "Silver", null], [null, "Silver", "reached"], ["Silver", null, "fell"],
  ].toSorted());
  const pages: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof findCustomerTimeline>> = await findCustomerTimeline(it0.shop.id, customer.id, { asOf: new Date(Date.now() + MINUTE_MS), limit: 1, ...(cursor && { cursor }) });
    pages.push(...page!.items.map(({ id }) => id));
    cursor = page!.nextCursor;
  }
  expect(new Set(pages).size).toBe(pages.length);
  expect(pages.filter((id) => /^(perk|tier)/.test(id))).toHaveLength(7);
});
