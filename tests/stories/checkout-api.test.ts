import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { knownOrder, offersAnswer, orderAnswer, redeemAnswer, rewardsAnswer } from "#app/contract/checkout-api.ts";
import { pool } from "#app/platform/db.server.ts";
import { addOptOut } from "#app/store/mail-opt-outs.server.ts";
import { saveConfirmationSettings } from "#app/usecases/save-confirmation-settings.server.ts";
import { setHoldoutPercent } from "#app/usecases/set-holdout-percent.server.ts";
import { mintSessionToken, mintShopperToken } from "#standin/oauth/session-token.ts";
import { signIn } from "#standin/shop/change-customer.ts";
import { findDiscount, placeOrderWithCode } from "#standin/shop/discounts.ts";
import { placeOrder, type OrderInput } from "#standin/shop/place-order.ts";
import type { OrderRecord } from "#standin/shop/records.ts";
import { openRedeemingShop, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openShopperDoors, type ShopperDoors } from "#tests/factories/shopper-doors.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

const CREDENTIALS = { apiKey: "test-api-key", apiSecret: "test-api-secret" };
const FIVE_OFF = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 };
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

let all: Lab;
let it0: RedeemingShop;
let doors: ShopperDoors;
let emails = 0;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, [FIVE_OFF], { program: { nthOrderMultipliers: [1, 2, 3], pendingDays: 14 } });
  await setHoldoutPercent(it0.shop.id, { percent: 0, by: "test" }, new Date());
  const rules = { grant: { kind: "percent_off", percent: 10 }, minimumOrderMinor: 2_000 };
  await saveConfirmationSettings(it0.shop.id, { way: "blocks", rules }, { by: "test", now: new Date(Date.now() - DAY_MS) });
  doors = await openShopperDoors();
});
afterAll(async () => {
  await doors.close();
  await all.stop();
});

const token = (customerId?: string, lab = it0.lab) => mintShopperToken(CREDENTIALS, lab.domain, customerId === undefined ? {} : { customerId });
const buy = async (input: OrderInput = {}): Promise<OrderRecord> => {
  const order = placeOrder(it0.lab.house.shop, { customer: { email: `guest${(emails += 1)}@example.com` }, totalMinor: 6_000, ...input });
  await it0.hear();
  return order;
};
const questionOf = (order: OrderRecord, more: object = {}) => ({ orderId: `gid://shopify/OrderIdentity/${order.id}`, checkoutToken: order.token, surface: "thank_you", locale: "en", ...more });
/** Asks while a worker is at work, as in life. */
const askServed = async (order: OrderRecord, question: object, bearer = token()) => {
  const asked = doors.ask("order", question, bearer);
  await waitFor("the code to be asked for", async () => (await pool.query("SELECT FROM confirmation_codes WHERE shop_id = $1 AND order_id = $2", [it0.shop.id, order.id])).rowCount === 1);
  await it0.perform();
  return asked;
};
const UNKNOWN = { state: "not_with_us", retryAfterMs: 1_500 };

describe("a guest on the thank-you page", () => {
  it("sees what the order earns, what waits for a sign-in, what the next order brings, and a code that works on it", async () => {
    const order = await buy();
    const first = await doors.ask("order", questionOf(order), token());
    expect(first.status).toBe(200);
    expect(orderAnswer.parse(first.body)).toMatchObject({ state: "known", offer: { state: "making" }, retryAfterMs: 1_000 });
    await it0.perform();
    const { body } = await doors.ask("order", questionOf(order), token());
    const known = knownOrder.parse(body);
    expect(known).toMatchObject({
      earns: { points: 60 }, balance: null, nextOrder: "Your second order earns double.", offersDeclined: false, retryAfterMs: null,
      account: { state: "unclaimed", waitingPoints: 60, sentence: "60 points are waiting for you. Sign in with your e-mail; no password needed." },
      offer: { state: "ready", sentence: "10% off your next order" },
    });
    expect(known.earns.sentence).toBe("This order earns 60 points.");
    if (known.offer?.state !== "ready") throw new Error("no code");
    expect(known.offer.terms).toMatch(/^Valid until \d+ \w+( \d{4})?, from £20\.00, not with other discounts\.$/);
    expect(findDiscount(it0.lab.house.shop, known.offer.code)).toMatchObject({ usageLimit: 1, minimumMinor: 2_000 });
    placeOrderWithCode(it0.lab.house.shop, { code: known.offer.code, customer: null, totalMinor: 3_000 });
    await it0.hear();
    expect((await doors.ask("order", questionOf(order), token())).body["offer"]).toMatchObject({ state: "used" });
  });

  it("is counted once as having seen the block, however often it asks", async () => {
    const order = await buy();
    await askServed(order, questionOf(order));
    await Promise.all(Array.from({ length: 5 }, () => doors.ask("order", questionOf(order, { surface: "order_status" }), token())));
    const { rows } = await pool.query("SELECT surface FROM block_views WHERE shop_id = $1 AND order_id = $2", [it0.shop.id, order.id]);
    expect(rows).toEqual([{ surface: "thank_you" }]);
  });

  it.each([
    ["de", "Ihre zweite Bestellung bringt doppelte Punkte.", "10 % Rabatt auf Ihre nächste Bestellung"],
    ["ru-RU", "Ваш второй заказ принесёт вдвое больше баллов.", "Скидка 10 % на следующий заказ"],
    ["zh-CN", "您的第二个订单可得双倍积分。", "下一个订单减 10%"],
    ["pt-BR", "Your second order earns double.", "10% off your next order"],
  ])("reads whole sentences in %s", async (locale, nextOrder, offer) => {
    const order = await buy();
    const { body } = await askServed(order, questionOf(order, { locale }));
    expect(body).toMatchObject({ nextOrder, offer: { state: "ready", sentence: offer.replace("10 %", "10\u00a0%") } });
  });

  it("who held no code sees the points and no gap: held out, not eligible and declined look alike", async () => {
    const first = await buy();
    const second = await buy({ customer: { id: first.customer!.id } });
    const { body } = await doors.ask("order", questionOf(second), token());
    expect(body).toMatchObject({ state: "known", offer: null, retryAfterMs: null });
    const declined = await buy();
    const saved = await doors.ask("offers", { orderId: declined.id, checkoutToken: declined.token, wanted: false, locale: "en" }, token());
    expect(offersAnswer.parse(saved.body)).toEqual({ state: "saved", offersDeclined: true, sentence: "Understood. We won't send you offers. Your points stay yours." });
    expect((await doors.ask("order", questionOf(declined), token())).body).toMatchObject({ offer: null, offersDeclined: true });
    await doors.ask("offers", { orderId: declined.id, checkoutToken: declined.token, wanted: true, locale: "en" }, token());
    expect((await askServed(declined, questionOf(declined))).body).toMatchObject({ offer: { state: "ready" }, offersDeclined: false });
  });
});

it("taking back that an order was a one-off brings no mail back to who had unsubscribed from it", async () => {
  const order = await buy();
  await addOptOut(pool, it0.shop.id, { customerId: order.customer!.id, kind: "reward_available", reason: "unsubscribed", now: new Date() });
  for (const wanted of [false, true]) await doors.ask("offers", { orderId: order.id, checkoutToken: order.token, wanted }, token());
  const { rows } = await pool.query("SELECT kind, reason FROM mail_opt_outs WHERE shop_id = $1 AND customer_id = $2", [it0.shop.id, order.customer!.id]);
  expect(rows).toEqual([{ kind: "reward_available", reason: "unsubscribed" }]);
});

describe("somebody who signs in", () => {
  it("claims the points of the order by that, once, and sees the balance", async () => {
    const order = await buy();
    const customerId = order.customer!.id;
    const claimed = (await askServed(order, questionOf(order, { surface: "order_status", checkoutToken: null }), token(customerId))).body;
    expect(knownOrder.parse(claimed).earns.sentence).toMatch(/^This order earns 60 points, yours to spend from \d+ \w+( \d{4})?\.$/);
    expect(knownOrder.parse(claimed)).toMatchObject({ account: { state: "claimed" }, balance: { pendingPoints: 60, claimedNow: true, availablePoints: 0 } });
    const again = () => doors.ask("order", questionOf(order, { surface: "order_status" }), token(customerId));
    expect((await again()).body).toMatchObject({ balance: { claimedNow: true } });
    await pool.query("UPDATE member_accounts SET seen_at = seen_at - interval '2 hours' WHERE shop_id = $1 AND customer_id = $2", [it0.shop.id, customerId]);
    const later = knownOrder.parse((await again()).body).balance;
    expect(later).toMatchObject({ claimedNow: false });
    expect(later?.sentence).toMatch(/^You have 0 points; 60 points more from \d+ \w+( \d{4})?\.$/);
  });

  it("reads that the points are claimed also where Shopify told of the sign-in before the page asked again", async () => {
    const order = await buy();
    await askServed(order, questionOf(order));
    signIn(it0.lab.house.shop, order.customer!);
    await it0.hear();
    const { balance } = knownOrder.parse((await doors.ask("order", questionOf(order, { surface: "order_status" }), token(order.customer!.id))).body);
    expect(balance?.sentence).toMatch(/^Claimed\. 60 points are yours, to spend from \d+ \w+( \d{4})?\.$/);
  });

  it("reads from which day pending points can be spent: of one day that day, of several the first", async () => {
    const first = await buy();
    const pendingOf = async () => {
      const page = rewardsAnswer.parse((await doors.ask("rewards", { locale: "en" }, token(first.customer!.id))).body);
      return page.state === "member" ? page.balance.pending : undefined;
    };
    await buy({ customer: { id: first.customer!.id } });
    expect(await pendingOf()).toMatch(/^180 points more from \d+ \w+( \d{4})?$/);
    await pool.query("UPDATE orders SET processed_at = processed_at + interval '2 days', paid_at = paid_at + interval '2 days' WHERE shop_id = $1 AND order_id = $2", [it0.shop.id, first.id]);
    expect(await pendingOf()).toMatch(/^\d+ points more, the first from \d+ \w+( \d{4})?$/);
  });

  it("sees rewards, codes and history, redeems once for one click, and is told why when points do not reach", async () => {
    const customer = await it0.customer(150);
    const page = rewardsAnswer.parse((await doors.ask("rewards", { locale: "en" }, token(customer.id))).body);
    expect(page).toMatchObject({
      state: "member", availablePoints: 150, balance: { available: "150 points" },
      rewards: [{ rewardId: "five", gives: "£5.00 off", costPoints: 100, missingPoints: 0, cost: "100 points" }], codes: [], history: [{ points: 150, why: "The shop added 150 points." }],
    });
    const german = rewardsAnswer.parse((await doors.ask("rewards", { locale: "de" }, token(customer.id))).body);
    expect(german).toMatchObject({ history: [{ points: 150, why: "Vom Shop gutgeschrieben: 150 Punkte." }] });
    const click = { rewardId: "five", idempotencyKey: "one-click-0001", locale: "en" };
    const clicks = Promise.all(Array.from({ length: 5 }, () => doors.ask("redeem", click, token(customer.id))));
    const answers = (await clicks).map(({ body }) => redeemAnswer.parse(body));
    expect(new Set(answers.map((one) => (one.state === "redeemed" ? one.code.id : one.state))).size).toBe(1);
    await it0.perform();
    const done = redeemAnswer.parse((await doors.ask("redeem", click, token(customer.id))).body);
    expect(done).toMatchObject({ state: "redeemed", retryAfterMs: null, code: { state: "ready", source: "points", sentence: "£5.00 off" } });
    expect(await it0.balance(customer)).toBe(50);
    const refused = await doors.ask("redeem", { ...click, idempotencyKey: "another-click" }, token(customer.id));
    expect(refused.body).toEqual({ state: "refused", sentence: "This needs 100 points." });
    const after = rewardsAnswer.parse((await doors.ask("rewards", { locale: "en" }, token(customer.id))).body);
    expect(after).toMatchObject({ rewards: [{ missingPoints: 50, cost: "50 points to go", confirm: null }], codes: [{ state: "ready" }] });
  });

  it("is nobody to us yet, or nobody at all", async () => {
    expect((await doors.ask("rewards", { locale: "de" }, token("999999999"))).body).toMatchObject({ state: "new_member" });
    expect((await doors.ask("rewards", {}, token())).body).toEqual({ state: "signed_out" });
    expect((await doors.ask("rewards", {}, token("9999999999999999999"))).body, "an id that no customer can have").toEqual({ state: "signed_out" });
    expect((await doors.ask("redeem", { rewardId: "five", idempotencyKey: "12345678" }, token())).body).toEqual({ state: "signed_out" });
  });
});

describe("nothing is to be learned from", () => {
  it("an order without its checkout token, with a wrong one, one that does not exist, and one of another shop or customer: the same bytes", async () => {
    const order = await buy();
    const other = await openRedeemingShop(all, []);
    const stranger = await it0.customer(10);
    const asked: [question: object, bearer: string][] = [
      [questionOf(order, { checkoutToken: null }), token()],
      [questionOf(order, { checkoutToken: "0".repeat(32) }), token()],
      [questionOf(order, { checkoutToken: "" }), token()],
      [questionOf(order, { orderId: "999999999" }), token()],
      [questionOf(order, { orderId: "gid://shopify/Order/1" }), token()],
      [questionOf(order), token(undefined, other.lab)],
      [questionOf(order, { checkoutToken: null }), token(stranger.id)],
    ];
    const answers = await Promise.all(asked.map(([question, bearer]) => doors.ask("order", question, bearer)));
    expect(answers.map(({ status, text }) => [status, text])).toEqual(asked.map(() => [200, JSON.stringify(UNKNOWN)]));
    const { rows } = await pool.query("SELECT FROM block_views WHERE shop_id = $1 AND order_id = $2", [it0.shop.id, order.id]);
    expect(rows).toEqual([]);
    const offers = await doors.ask("offers", { orderId: order.id, checkoutToken: "wrong", wanted: false }, token());
    expect(offers.body).toEqual(UNKNOWN);
  });

  it("an order of somebody who was erased, by the token that was its own", async () => {
    const order = await buy();
    await pool.query("UPDATE orders SET checkout_token_hash = '' WHERE shop_id = $1 AND order_id = $2", [it0.shop.id, order.id]);
    expect((await doors.ask("order", questionOf(order), token())).body).toEqual(UNKNOWN);
    expect((await doors.ask("order", questionOf(order, { checkoutToken: "" }), token())).body).toEqual(UNKNOWN);
  });

  it("tokens that are missing, forged, expired, unsigned, of the admin, or of a shop without the app: 401, and no order is read", async () => {
    const order = await buy();
    const [header, claims] = token().split(".");
    const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url")}.${claims}.`;
    const forged = `${header}.${claims}.${createHmac("sha256", "another secret").update(`${header}.${claims}`).digest("base64url")}`;
    const expired = mintShopperToken(CREDENTIALS, it0.lab.domain, { lifetimeSeconds: -60 });
    const bearers = [null, "", "x", forged, unsigned, expired, mintSessionToken(CREDENTIALS, it0.lab.domain), mintShopperToken(CREDENTIALS, "no-such-shop.myshopify.com")];
    for (const bearer of bearers) {
      const { status, body, headers } = await doors.ask("order", questionOf(order), bearer);
      expect([status, body["error"], headers.get("access-control-allow-origin")]).toEqual([401, "bad_token", "*"]);
    }
  });

  it.each([
    ["no JSON", "{", "The question is no JSON."],
    ["an order that is no id", { orderId: "1 OR 1=1", surface: "thank_you" }, "orderId must be the id of an order."],
    ["an id of something else", { orderId: "gid://shopify/Customer/1", surface: "thank_you" }, "orderId must be the id of an order."],
    ["no surface", { orderId: "1" }, "surface must be thank_you or order_status."],
  ])("%s: 400 with a sentence", async (_name, question, message) => {
    const { status, body } = await doors.ask("order", question, token());
    expect([status, body]).toEqual([400, { error: "bad_question", message }]);
  });

  it("another method, another path, and a question of a megabyte", async () => {
    expect((await doors.get("/checkout-api/order")).status).toBe(405);
    expect((await doors.ask("orders", {}, token())).status).toBe(404);
    expect((await doors.ask("order", "x".repeat(300_000), token())).status).toBe(413);
    expect((await doors.ask("order", "", null, { method: "OPTIONS", body: null })).headers.get("access-control-allow-headers")).toContain("authorization");
  });

  it("walking through order ids: it is slowed down, and who names an order rightly is not", async () => {
    const known = await buy();
    const answers = [];
    for (let id = 1; id <= 600 && answers.at(-1) !== 429; id += 1) answers.push((await doors.ask("order", { orderId: String(id), checkoutToken: "guess", surface: "thank_you" }, token())).status);
    expect(answers.at(-1)).toBe(429);
    expect((await doors.ask("order", questionOf(known), token())).status).toBe(200);
  });
});

it("an order that has not reached us is known as soon as it has", async () => {
  const order = placeOrder(it0.lab.house.shop, { totalMinor: 1_000, processedAt: new Date(Date.now() - HOUR_MS).toISOString() });
  const told = it0.lab.takeTold();
  const before = await doors.ask("order", questionOf(order), token());
  expect(before.status === 429 || before.body.state === "not_with_us").toBe(true);
  await it0.lab.deliver(told);
  expect((await doors.ask("order", questionOf(order), token())).body.state).toBe("known");
});
