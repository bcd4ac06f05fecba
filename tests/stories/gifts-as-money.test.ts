import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { takeEffect } from "#app/effects/outbox.server.ts";
import { performEffect } from "#app/effects/perform.server.ts";
import { performEffects } from "#app/jobs/perform-effects.server.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { receiveEffect } from "#app/usecases/receive-effect.server.ts";
import { vouchForRedemption } from "#app/usecases/vouch-for-redemption.server.ts";
import { giftCardsOf } from "#standin/admin-api/gift-card.ts";
import { spendStoreCredit, storeCreditOf } from "#standin/admin-api/store-credit.ts";
import type { AdminFault } from "#standin/control/faults.ts";
import { cancelOrder } from "#standin/shop/change-order.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import type { CustomerRecord, OrderRecord } from "#standin/shop/records.ts";
import { openRedeemingShop, redeemedId, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const REWARDS = [
  { id: "credit", kind: "store_credit", name: "5 in store credit", costPoints: 100, amountMinor: 500, validityDays: 30 },
  { id: "card", kind: "gift_card", name: "A gift card of 10", costPoints: 200, amountMinor: 1_000, validityDays: 30 },
];
const GIFTS = [
  { id: "second", n: 2, gift: "5 in store credit", rewardId: "credit" },
  { id: "third", n: 3, gift: "A gift card of 10", rewardId: "card" },
];
const LEASE_MINUTES = 3;
const AN_HOUR_AGO = new Date(Date.now() - 3_600_000).toISOString();

let all: Lab;
let it0: RedeemingShop;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, REWARDS, { program: { nthOrderActions: GIFTS } });
});
afterAll(() => all.stop());

const shopify = () => it0.lab.house.shop;
const creditOf = ({ id }: CustomerRecord) => storeCreditOf(shopify()).credits.filter((one) => one.customerId === id).reduce((sum, { leftMinor }) => sum + leftMinor, 0);
const debitsOf = ({ id }: CustomerRecord) => storeCreditOf(shopify()).debits.filter((one) => one.customerId === id).map(({ amountMinor }) => amountMinor);
const cardOf = ({ id }: CustomerRecord) => giftCardsOf(shopify()).find((one) => one.customerId === id)!;
const failNext = (...faults: AdminFault[]) => it0.lab.house.faults.admin.failNext.push(...faults);

const order = (customer: CustomerRecord): OrderRecord => placeOrder(shopify(), { customer: { id: customer.id }, totalMinor: 2_000, createdAt: AN_HOUR_AGO, processedAt: AN_HOUR_AGO });

async function ordered(count: number): Promise<{ customer: CustomerRecord; orders: OrderRecord[] }> {
  const customer = await it0.customer(0);
  const orders = Array.from({ length: count }, () => order(customer));
  await it0.hear();
  return { customer, orders };
}

async function given(count: number): Promise<{ customer: CustomerRecord; last: OrderRecord }> {
  const { customer, orders } = await ordered(count);
  await it0.perform();
  return { customer, last: orders.at(-1)! };
}

/** The order is cancelled, told, and told again. */
async function undo(one: OrderRecord): Promise<void> {
  cancelOrder(shopify(), one, Date.now());
  const told = it0.lab.takeTold();
  await it0.lab.deliver(told);
  await it0.lab.deliver(told.map((delivery) => ({ ...delivery, webhookId: `${delivery.webhookId}-again` })));
  await settleDue(it0.shop.id, new Date());
}

const states = async ({ id }: CustomerRecord) =>
  (await pool.query<{ state: string }>("SELECT state FROM redemptions WHERE shop_id = $1 AND customer_id = $2 ORDER BY reserved_at, reward ->> 'id'", [it0.shop.id, id])).rows.map(({ state }) => state);

const gifts = async ({ id }: CustomerRecord) =>
  (await pool.query<{ row: string }>("SELECT concat_ws(' ', name, end_reason) AS row FROM member_perks WHERE shop_id = $1 AND customer_id = $2 ORDER BY id", [it0.shop.id, id])).rows.map(({ row }) => row);

describe("store credit that came with the second order, when that order is undone", () => {
  it("is taken back once, however often it is told and whoever performs it", async () => {
    const { customer, last } = await given(2);
    expect(creditOf(customer)).toBe(500);
    await undo(last);
    await Promise.all([performEffects(it0.shop, () => new Date()), performEffects(it0.shop, () => new Date())]);
    await it0.perform();
    expect([creditOf(customer), debitsOf(customer), await states(customer)]).toEqual([0, [500], ["returned"]]);
    expect(await gifts(customer)).toEqual(["5 in store credit order_undone"]);
    order(customer);
    await it0.hear();
    await it0.perform();
    expect([creditOf(customer), await states(customer)]).toEqual([0, ["returned"]]);
  });

  it.each(["lost-answer", "500", "throttled"] as const)("is taken back once after %s", async (kind) => {
    const { customer, last } = await given(2);
    await undo(last);
    failNext({ operation: "storeCreditAccountDebit", kind });
    await it0.perform();
    await it0.perform(LEASE_MINUTES);
    expect([creditOf(customer), debitsOf(customer), await states(customer)]).toEqual([0, [500], ["returned"]]);
  });

  it.each(["in-progress", "408", "other-shape"] as const)("is taken back once when the answer was lost and the next one is %s", async (kind) => {
    const { customer, last } = await given(2);
    await undo(last);
    failNext({ operation: "storeCreditAccountDebit", kind: "lost-answer" }, { operation: "storeCreditAccountDebit", kind });
    for (const minutes of [0, 3, 6]) await it0.perform(minutes);
    expect([creditOf(customer), debitsOf(customer), await states(customer)]).toEqual([0, [500], ["returned"]]);
  });

  it("is never said to be with the customer still when the answer was lost and the scope was withdrawn", async () => {
    const { customer, last } = await given(2);
    await undo(last);
    failNext({ operation: "storeCreditAccountDebit", kind: "lost-answer" });
    await it0.perform();
    const granted = shopify().grantedScopes;
    shopify().grantedScopes = granted.filter((scope) => !scope.includes("store_credit"));
    await it0.perform(LEASE_MINUTES);
    expect(await states(customer)).toEqual(["releasing"]);
    shopify().grantedScopes = granted;
    await it0.perform(60);
    expect([debitsOf(customer), await states(customer)]).toEqual([[500], ["returned"]]);
  });

  it("is not taken a second time when the answer was lost for half a day: the merchant looks", async () => {
    const { customer, last } = await given(2);
    const { customer: other } = await given(2);
    await undo(last);
    failNext({ operation: "storeCreditAccountDebit", kind: "lost-answer" });
    await it0.perform();
    await it0.perform(3 * 24 * 60);
    expect([debitsOf(customer), creditOf(other), await states(customer)]).toEqual([[500], 500, ["releasing"]]);
    const { rows } = await pool.query("SELECT refusal FROM redemptions WHERE shop_id = $1 AND customer_id = $2", [it0.shop.id, customer.id]);
    expect(rows).toEqual([{ refusal: expect.stringContaining("Look at the customer’s store credit in Shopify") }]);
  });

  it("stays where only the merchant's word says that it was given, whichever came first: there is no receipt to take it back by", async () => {
    const idOf = async ({ id }: CustomerRecord) => (await pool.query<{ id: string }>("SELECT redemption_id AS id FROM redemptions WHERE shop_id = $1 AND customer_id = $2", [it0.shop.id, id])).rows[0]!.id;
    const { customer: first, orders } = await ordered(2);
    failNext({ operation: "storeCreditAccountCredit", kind: "lost-answer" });
    await it0.perform();
    const { customer: second, orders: others } = await ordered(2);
    failNext({ operation: "storeCreditAccountCredit", kind: "lost-answer" });
    await it0.perform();
    await it0.perform(3 * 24 * 60);
    const word = async (customer: CustomerRecord) => (await vouchForRedemption(it0.shop.id, { redemptionId: await idOf(customer), by: "Ada", now: new Date() })).outcome;
    expect(await word(first)).toBe("vouched");
    await undo(orders.at(-1)!);
    await undo(others.at(-1)!);
    expect(await word(second)).toBe("vouched");
    await it0.perform();
    for (const customer of [first, second]) {
      expect([creditOf(customer), debitsOf(customer), await states(customer)]).toEqual([500, [], ["issued"]]);
      const { rows } = await pool.query("SELECT refusal FROM redemptions WHERE shop_id = $1 AND customer_id = $2", [it0.shop.id, customer.id]);
      expect(rows).toEqual([{ refusal: "Thrice has no receipt for it. Take it back in Shopify." }]);
    }
  });

  it("goes as far as it is left, and other credit stays", async () => {
    const { customer, last } = await given(2);
    spendStoreCredit(shopify(), { customerId: customer.id, amountMinor: 180 });
    await undo(last);
    await it0.perform();
    expect([creditOf(customer), debitsOf(customer), await states(customer)]).toEqual([0, [320], ["returned"]]);
  });

  it("that is spent stays spent", async () => {
    const { customer, last } = await given(2);
    spendStoreCredit(shopify(), { customerId: customer.id, amountMinor: 500 });
    await undo(last);
    await it0.perform();
    await settleDue(it0.shop.id, new Date());
    expect([debitsOf(customer), await states(customer), await gifts(customer)]).toEqual([[], ["used"], ["5 in store credit"]]);
    order(customer);
    await it0.hear();
    await it0.perform();
    expect([creditOf(customer), await states(customer), await gifts(customer)]).toEqual([0, ["used"], ["5 in store credit"]]);
  });

  it("that is spent between our look and our call stays spent, and nothing falls below zero", async () => {
    const { customer, last } = await given(2);
    await undo(last);
    const look = (await takeEffect(pool, it0.shop.id, { now: new Date(), leaseMs: 120_000 }))!;
    const outcome = await performEffect(it0.shop, look, new Date());
    if (outcome.outcome === "again") throw new Error("nothing to wait for");
    await receiveEffect(it0.shop.id, { taken: look, outcome, now: new Date() });
    spendStoreCredit(shopify(), { customerId: customer.id, amountMinor: 100 });
    await it0.perform();
    expect([creditOf(customer), debitsOf(customer), await states(customer)]).toEqual([400, [], ["used"]]);
  });

  it("never comes if Shopify had not been asked yet", async () => {
    const { customer, orders } = await ordered(2);
    await undo(orders[1]!);
    await it0.perform();
    expect([creditOf(customer), debitsOf(customer), await states(customer)]).toEqual([0, [], ["returned"]]);
  });

  it("is taken back though it came only while the answer was lost", async () => {
    const { customer, orders } = await ordered(2);
    failNext({ operation: "storeCreditAccountCredit", kind: "lost-answer" });
    await it0.perform();
    await undo(orders[1]!);
    await it0.perform(LEASE_MINUTES);
    await it0.perform(LEASE_MINUTES);
    expect([creditOf(customer), debitsOf(customer), await states(customer)]).toEqual([0, [500], ["returned"]]);
  });

  it("leaves alone what the customer bought with points", async () => {
    const { customer, last } = await given(1);
    const rich = await it0.customer(100);
    const id = redeemedId(await it0.redeem(rich, "credit"));
    await it0.perform();
    const [theirs] = [order(rich)];
    await it0.hear();
    await undo(theirs);
    await undo(last);
    await it0.perform();
    expect([creditOf(rich), creditOf(customer), (await it0.redemption(id)).state]).toEqual([500, 0, "issued"]);
  });
});

describe("a gift card that came with the third order, when that order is undone", () => {
  it("ends if nobody used it", async () => {
    const { customer, last } = await given(3);
    expect(cardOf(customer)).toMatchObject({ isEnabled: true, balanceMinor: 1_000 });
    await undo(last);
    failNext({ operation: "giftCardDeactivate", kind: "lost-answer" });
    await it0.perform();
    await it0.perform(LEASE_MINUTES);
    expect([cardOf(customer).isEnabled, await states(customer)]).toEqual([false, ["returned", "issued"]]);
    expect(creditOf(customer)).toBe(500);
  });

  it("stays if somebody has begun to use it", async () => {
    const { customer, last } = await given(3);
    cardOf(customer).balanceMinor -= 1;
    await undo(last);
    await it0.perform();
    expect([cardOf(customer).isEnabled, await states(customer)]).toEqual([true, ["used", "issued"]]);
  });
});
