import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { knownOrder, redeemAnswer, rewardsAnswer } from "#app/contract/checkout-api.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { claimCode, claimSignature } from "#app/usecases/claim-code.server.ts";
import { findClaimKey } from "#app/store/claim-keys.server.ts";
import { saveConfirmationSettings } from "#app/usecases/save-confirmation-settings.server.ts";
import { setHoldoutPercent } from "#app/usecases/set-holdout-percent.server.ts";
import { mintShopperToken } from "#standin/oauth/session-token.ts";
import { placeOrder, type OrderInput } from "#standin/shop/place-order.ts";
import type { OrderRecord } from "#standin/shop/records.ts";
import { refundOrder } from "#standin/shop/refund-order.ts";
import { openRedeemingShop, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openShopperDoors, type ShopperDoors } from "#tests/factories/shopper-doors.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const CREDENTIALS = { apiKey: "test-api-key", apiSecret: "test-api-secret" };
const FIVE_OFF = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 };
const SLIDER = { id: "slide", kind: "slider", name: "Your choice", pointsPerMinor: 1, minimumPoints: 100, maximumPoints: 10_000, stepPoints: 1 };
const DAY_MS = 86_400_000;

let all: Lab;
let it0: RedeemingShop;
let doors: ShopperDoors;
let emails = 0;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, [FIVE_OFF, SLIDER]);
  await setHoldoutPercent(it0.shop.id, { percent: 0, by: "test" }, new Date());
  await saveConfirmationSettings(it0.shop.id, { way: "link", rules: {} }, { by: "test", now: new Date(Date.now() - DAY_MS) });
  doors = await openShopperDoors();
});
afterAll(async () => {
  await doors.close();
  await all.stop();
});

const token = (customerId?: string, domain = it0.lab.domain) => mintShopperToken(CREDENTIALS, domain, customerId === undefined ? {} : { customerId });
const buy = async (input: OrderInput = {}): Promise<OrderRecord> => {
  const order = placeOrder(it0.lab.house.shop, { customer: { email: `asker${(emails += 1)}@example.com` }, totalMinor: 6_000, ...input });
  await it0.hear();
  return order;
};
const look = async (order: OrderRecord) =>
  knownOrder.parse((await doors.ask("order", { orderId: order.id, checkoutToken: order.token, surface: "thank_you", locale: "en" }, token())).body);
const rewardsOf = async (customerId: string, domain?: string) => {
  const page = rewardsAnswer.parse((await doors.ask("rewards", { locale: "en" }, token(customerId, domain))).body);
  if (page.state !== "member") throw new Error(page.state);
  return page;
};
const redeem = (customerId: string, question: object) => doors.ask("redeem", { rewardId: "five", idempotencyKey: randomUUID(), locale: "en", ...question }, token(customerId));

describe("a customer who asks for a reward of one price", () => {
  it("gets none for another number of points, and is told the price", async () => {
    const customer = await it0.customer(300);
    for (const points of [5, 101]) expect((await redeem(customer.id, { points })).body).toEqual({ state: "refused", sentence: "This needs 100 points." });
    expect(await it0.balance(customer)).toBe(300);
    expect(redeemAnswer.parse((await redeem(customer.id, { points: 100 })).body)).toMatchObject({ state: "redeemed" });
    expect(await it0.balance(customer)).toBe(200);
  });
});

it("a customer who chooses the points reads of each number what it gives, in fifty steps at most, and gets that", async () => {
  const customer = await it0.customer(300);
  const choice = (await rewardsOf(customer.id)).rewards.find(({ rewardId }) => rewardId === "slide")?.choice;
  expect(choice).toMatchObject({ minimumPoints: 100, maximumPoints: 300, stepPoints: 5 });
  expect(choice?.options).toHaveLength(41);
  expect(choice?.options[1]).toMatchObject({ points: 105, gives: "£1.05 off", cost: "105 points" });
  expect(choice?.options[1]?.confirm).toMatch(/^Spend 105 points for £1\.05 off\? .* Left: 195 points\.$/);
  expect(redeemAnswer.parse((await redeem(customer.id, { rewardId: "slide", points: 105 })).body)).toMatchObject({ state: "redeemed", code: { sentence: "£1.05 off" } });
});

it("the history has an order's points once, though they were booked and released, and adds up to what there is", async () => {
  const waiting = await openRedeemingShop(all, [], { program: { pendingDays: 1 } });
  const customer = await waiting.customer(10);
  placeOrder(waiting.lab.house.shop, { customer: { id: customer.id }, totalMinor: 6_000 });
  await waiting.hear();
  await settleDue(waiting.shop.id, new Date(Date.now() + 3 * DAY_MS));
  expect((await waiting.entries(customer)).map(([kind]) => kind)).toEqual(["adjust", "earn_pending", "earn_released"]);
  const { history, availablePoints } = await rewardsOf(customer.id, waiting.lab.domain);
  expect(history.map(({ points }) => points).toSorted((a, b) => a - b)).toEqual([10, 60]);
  expect(availablePoints).toBe(70);
});

describe("an order that earns nothing says why", () => {
  const reasonOf = async (order: OrderRecord) => (await look(order)).earns.sentence;

  it("without a customer: its points come with an account of the same address, and then they do", async () => {
    const order = await buy({ customer: null, email: "later@example.com" });
    expect(await reasonOf(order)).toBe("The points for this order are added once you have an account with the same e-mail address.");
    await buy({ customer: { email: "later@example.com" } });
    expect(await reasonOf(order)).toMatch(/^This order earns 60 points/);
  });

  it("without a customer and an address, and after a full refund", async () => {
    expect(await reasonOf(await buy({ customer: null }))).toBe("This order earns no points: it carries no e-mail address to keep them under.");
    for (const customer of [null, { email: "back@example.com" }]) {
      const order = await buy({ customer, email: "back@example.com" });
      refundOrder(it0.lab.house.shop, order, { full: true, atMs: Date.now() });
      await it0.hear();
      expect(await reasonOf(order)).toBe("This order earns no points, because it was cancelled or refunded.");
    }
  });
});

describe("a question that is not well made is answered with a sentence that says what is wrong", () => {
  it.each([
    ["a list", [], "The question must be a JSON object."],
    ["a word", '"order"', "The question must be a JSON object."],
    ["points in words", { rewardId: "five", idempotencyKey: "12345678", points: "five" }, "points is not as it should be."],
    ["half a point", { rewardId: "five", idempotencyKey: "12345678", points: 0.5 }, "points is not as it should be."],
  ])("%s", async (_name, question, message) => {
    const { status, body } = await doors.ask("redeem", question, token("1"));
    expect([status, body["error"], body["message"]]).toEqual([400, "bad_question", message]);
  });
});

describe("codes that can be used", () => {
  it("are all on the page of rewards, however many newer ones were used", async () => {
    const customer = await it0.customer(10_000);
    await Promise.all(Array.from({ length: 22 }, () => it0.redeem(customer, "five")));
    await it0.perform();
    expect((await rewardsOf(customer.id)).codes.filter(({ state }) => state === "ready")).toHaveLength(22);
    await pool.query("UPDATE redemptions SET state = 'used', reserved_at = now() + interval '1 minute' WHERE shop_id = $1 AND redemption_id IN (SELECT redemption_id FROM redemptions WHERE customer_id = $2 LIMIT 21)", [it0.shop.id, customer.id]);
    const { codes } = await rewardsOf(customer.id);
    expect(codes.filter(({ state }) => state === "ready")).toHaveLength(1);
    expect(codes.filter(({ state }) => state === "used")).toHaveLength(20);
  });

  it("are all there as well where they came with orders", async () => {
    await saveConfirmationSettings(it0.shop.id, { way: "link", rules: { firstOrderOnly: false } }, { by: "test", now: new Date() });
    await pool.query("UPDATE confirmation_settings SET since = now() - interval '1 day' WHERE shop_id = $1", [it0.shop.id]);
    const first = await buy();
    const orders = [first];
    for (let at = 0; at < 21; at += 1) orders.push(await buy({ customer: { id: first.customer!.id } }));
    await Promise.all(orders.map(look));
    await it0.perform();
    expect((await rewardsOf(first.customer!.id)).codes.filter(({ state }) => state === "ready")).toHaveLength(22);
  });

  it("stay the customer's who then wants no offers: the block, the page of rewards and the link in the mail say the same", async () => {
    const order = await buy();
    await look(order);
    await it0.perform();
    await doors.ask("offers", { orderId: order.id, checkoutToken: order.token, wanted: false, locale: "en" }, token());
    const { offer, offersDeclined } = await look(order);
    const key = (await findClaimKey(pool, it0.shop))!.key;
    const clicked = await claimCode({ ...it0.shop }, { orderId: order.id, signature: claimSignature(order.id, key), now: new Date() });
    expect([offersDeclined, offer?.state, clicked.outcome]).toEqual([true, "ready", "ready"]);
    expect((await rewardsOf(order.customer!.id)).codes).toMatchObject([{ source: "order", state: "ready" }]);
  });
});
