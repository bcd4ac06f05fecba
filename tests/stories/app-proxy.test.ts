import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storefrontHistory, storefrontProblem, storefrontRedemption, type StorefrontProblem } from "#app/contract/storefront.ts";
import { pool } from "#app/platform/db.server.ts";
import { findStorefrontHistory } from "#app/queries/storefront-history.server.ts";
import { tellStorefrontRedemption } from "#app/queries/storefront-redemption.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { excludeMember } from "#app/usecases/exclude-member.server.ts";
import { setPaused } from "#app/usecases/publish-program.server.ts";
import { createCustomer, mergeCustomers } from "#standin/shop/change-customer.ts";
import { cancelOrder } from "#standin/shop/change-order.ts";
import { placeOrderWithCode } from "#standin/shop/discounts.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { forwardedQuery, type Pairs } from "#tests/factories/forwarded.ts";
import { openRedeemingShop, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openShopperDoors, type DoorAnswer, type ShopperDoors } from "#tests/factories/shopper-doors.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

const FIVE_OFF = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 };
const SLIDER = { id: "slider", kind: "slider", name: "Any amount", pointsPerMinor: 1, minimumPoints: 100, maximumPoints: 1_000, stepPoints: 100 };

let all: Lab;
let it0: RedeemingShop;
let other: RedeemingShop;
let doors: ShopperDoors;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, [FIVE_OFF, SLIDER]);
  other = await openRedeemingShop(all, [FIVE_OFF]);
  doors = await openShopperDoors();
});
afterAll(async () => {
  await doors.close();
  await all.stop();
});

interface Asked {
  shop?: RedeemingShop;
  locale?: string;
  pairs?: Pairs;
  init?: RequestInit;
}

/** Asks as the shop's page does, for the customer who is signed in, by way of Shopify. */
async function ask(door: string, customerId: string | null, { shop = it0, locale = "en", pairs = [], init = {} }: Asked = {}): Promise<DoorAnswer> {
  const query = forwardedQuery([...pairs, ["locale", locale]], { shop: shop.lab.domain, customerId });
  const answer = await fetch(`${doors.origin}/proxy/${door}?${query}`, init);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: text ? (JSON.parse(text) as DoorAnswer["body"]) : {} };
}

const history = async (customerId: string, asked: Asked = {}) => storefrontHistory.parse((await ask("history", customerId, asked)).body);
const post = (question: unknown, init: RequestInit = {}): RequestInit => ({
  method: "POST", headers: { "content-type": "application/json" }, body: typeof question === "string" ? question : JSON.stringify(question), ...init,
});
const redeem = (customerId: string | null, question: object = {}, asked: Asked = {}) =>
  ask("redeem", customerId, { ...asked, init: post({ rewardId: "five", requestId: randomUUID(), ...question }) });
const redemption = (customerId: string, id: string, asked: Asked = {}) => ask("redemption", customerId, { ...asked, pairs: [["id", id]] });
const problemOf = ({ status, body, headers }: DoorAnswer): [number, StorefrontProblem["reason"], string] => {
  expect(headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  const problem = storefrontProblem.parse(body);
  expect(problem.status).toBe(status);
  return [status, problem.reason, problem.detail];
};
const count = async (shop: RedeemingShop, customerId: string): Promise<number> =>
  (await pool.query("SELECT FROM redemptions WHERE shop_id = $1 AND customer_id = $2", [shop.shop.id, customerId])).rowCount ?? 0;

/** Redeems while the worker is about: the answer has the code. */
async function redeemServed(customerId: string, question: object = {}, shop = it0): Promise<DoorAnswer> {
  const before = await count(shop, customerId);
  const asked = redeem(customerId, question, { shop });
  await waitFor("the redemption", async () => (await count(shop, customerId)) > before);
  await shop.perform();
  return asked;
}

describe("a customer's history in the shop", () => {
  it("says in the language of the page why points moved, newest first, a page at a time", async () => {
    const customer = await it0.customer(0);
    for (let n = 1; n <= 26; n += 1) {
      await adjustPoints(it0.shop.id, { customerId: customer.id, points: n, reason: "Complains a lot", by: "Bob", idempotencyKey: randomUUID() }, new Date());
      if (n === 5) expect((await history(customer.id)).nextCursor).toBeNull();
    }
    const first = await ask("history", customer.id);
    expect([first.status, first.headers.get("cache-control"), first.headers.get("content-type")]).toEqual([200, "private, no-store", "application/json; charset=utf-8"]);
    const { entries, nextCursor } = storefrontHistory.parse(first.body);
    expect(entries.map(({ points, sentence }) => [points, sentence])).toEqual([26, 25, 24, 23, 22].map((n) => [n, `The shop added ${n} points.`]));
    expect(entries[0]?.occurredOn).toBe(new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London" }).format(new Date()));
    const second = await history(customer.id, { pairs: [["cursor", nextCursor ?? ""]] });
    const third = await history(customer.id, { pairs: [["cursor", second.nextCursor ?? ""]] });
    expect([...entries, ...second.entries, ...third.entries].map(({ points }) => points)).toEqual(Array.from({ length: 26 }, (_, at) => 26 - at));
    expect(third.nextCursor).toBeNull();
    expect((await history(customer.id, { locale: "de-AT" })).entries[0]?.sentence).toBe("Vom Shop gutgeschrieben: 26 Punkte.");
    expect((await history(customer.id, { locale: "ar" })).entries[0]?.sentence).toBe("أضاف المتجر: 26 نقطة.");
    expect((await history(customer.id, { locale: "pt" })).entries[0]?.sentence).toBe("The shop added 26 points.");
  });

  it("is the survivor's after a merge, under both ids, and nobody's before they have reached us", async () => {
    const [kept, removed] = [await it0.customer(5), await it0.customer(7)];
    mergeCustomers(it0.lab.house.shop, { keep: kept, remove: removed, status: "completed" });
    await it0.hear();
    const [a, b] = [await history(kept.id), await history(removed.id)];
    expect(a.entries.map(({ points }) => points)).toEqual(expect.arrayContaining([5, 7]));
    expect(b).toEqual(a);
    expect(await history("999999999999")).toEqual({ entries: [], nextCursor: null });
    expect(await history("9999999999999999999")).toEqual({ entries: [], nextCursor: null });
  });

  it("shows what has just come due, and claims what waited at the first sign-in that we see", async () => {
    const buyer = createCustomer(it0.lab.house.shop, { email: "waits@example.com", createdAt: new Date(Date.now() - 86_400_000).toISOString() });
    placeOrder(it0.lab.house.shop, { customer: { id: buyer.id }, totalMinor: 6_000 });
    await it0.hear();
    await pool.query("UPDATE customers SET dirty_since = now() WHERE shop_id = $1 AND customer_id = $2", [it0.shop.id, buyer.id]);
    const claimed = async () => (await pool.query("SELECT claimed_at FROM member_points WHERE shop_id = $1 AND customer_id = $2", [it0.shop.id, buyer.id])).rows[0]?.["claimed_at"] as Date | null;
    expect(await claimed()).toBeNull();
    expect((await history(buyer.id)).entries.map(({ sentence }) => sentence.split(":")[0])).toEqual(["Order #1001 earns 60 points"]);
    expect(await claimed()).not.toBeNull();
    expect((await pool.query("SELECT FROM customers WHERE shop_id = $1 AND customer_id = $2 AND dirty_since IS NOT NULL", [it0.shop.id, buyer.id])).rowCount).toBe(0);
  });

  it("is everybody's own, however many ask at the same time in two shops that use the same ids", async () => {
    const people = await Promise.all(Array.from({ length: 8 }, (_, at) => it0.customer(1_000 + at)));
    const twin = createCustomer(other.lab.house.shop, { id: people[0]!.id, email: "twin@example.com", createdAt: new Date(Date.now() - 86_400_000).toISOString() });
    await other.hear();
    await adjustPoints(other.shop.id, { customerId: twin.id, points: 5, reason: "a gift", by: "test", idempotencyKey: randomUUID() }, new Date());
    const asked = Array.from({ length: 40 }, (_, at) => at % 9);
    const answers = await Promise.all(asked.map((who) => (who === 8 ? history(twin.id, { shop: other }) : history(people[who]!.id))));
    const own = asked.map((who) => [who === 8 ? 5 : 1_000 + who]);
    expect(answers.map(({ entries }) => entries.map(({ points }) => points))).toEqual(own);
    // In one moment, so that all of them share a call.
    const shared = await Promise.all(asked.map((who) => {
      const [shop, customerId] = who === 8 ? [other, twin.id] : [it0, people[who]!.id];
      return findStorefrontHistory(shop.lab.domain, { customerId, locale: "en", cursor: null, now: new Date() });
    }));
    expect(shared.map((found) => found?.history.entries.map(({ points }) => points))).toEqual(own);
  });
});

describe("a reward bought in the shop", () => {
  it("gives a code that works, with what it is worth and the way into the cart, and costs its points once", async () => {
    const customer = await it0.customer(250);
    const requestId = randomUUID();
    const answer = await redeemServed(customer.id, { points: 100, requestId });
    const { code } = await it0.redemption((await pool.query<{ redemption_id: string }>("SELECT redemption_id FROM redemptions WHERE shop_id = $1 AND customer_id = $2", [it0.shop.id, customer.id])).rows[0]!.redemption_id);
    expect([answer.status, answer.headers.get("cache-control"), storefrontRedemption.parse(answer.body)]).toEqual([200, "private, no-store", { status: "ready", code, value: "£5.00 off", url: `/discount/${code}`, balance: { available: 150, nextReward: null } }]);
    expect((await redeem(customer.id, { points: 100, requestId })).body).toEqual(answer.body);
    expect(await it0.balance(customer)).toBe(150);
    placeOrderWithCode(it0.lab.house.shop, { code, customer: { id: customer.id }, totalMinor: 2_500 });
    await it0.hear();
    expect(problemOf(await redeem(customer.id, { points: 100, requestId }))).toEqual([409, "not_available", "This code has been used."]);
  });

  it("comes with what is left and the nearest reward out of reach, also while its code is made and where it is refused", async () => {
    const customer = await it0.customer(150);
    const left = { available: 50, nextReward: { name: "5 off", pointsToGo: 50 } };
    const asked = await redeem(customer.id);
    expect([asked.status, asked.body["balance"]]).toEqual([202, left]);
    expect((await redemption(customer.id, String(asked.body["redemptionId"]))).body["balance"]).toEqual(left);
    const refused = await redeem(customer.id);
    expect([refused.status, storefrontProblem.parse(refused.body).balance]).toEqual([409, left]);
    expect((await redeem("999999999999")).body["balance"]).toBeUndefined();
    await it0.perform();
  });

  it("is being prepared while Shopify has not answered, and ready afterwards", async () => {
    const customer = await it0.customer(100);
    const asked = await redeem(customer.id);
    const told = storefrontRedemption.parse(asked.body);
    if (told.status !== "preparing") throw new Error(told.status);
    expect([asked.status, (await redemption(customer.id, told.redemptionId)).status]).toEqual([202, 202]);
    await it0.perform();
    const ready = await redemption(customer.id, told.redemptionId, { locale: "de" });
    expect([ready.status, ready.body["status"], ready.body["value"]]).toEqual([200, "ready", "5,00\u00a0£ Rabatt"]);
  });

  it("is one, asked for 50 times at once with one request", async () => {
    const customer = await it0.customer(1_000);
    const requestId = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(customer.id, { requestId })));
    expect(new Set(answers.map(({ status, body }) => `${status} ${String(body["redemptionId"])}`)).size).toBe(1);
    expect([answers[0]?.status, await count(it0, customer.id), await it0.balance(customer)]).toEqual([202, 1, 900]);
  });

  it("is given seven times of 50 at once with points for seven", async () => {
    const customer = await it0.customer(799);
    const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(customer.id)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(7);
    for (const refused of answers.filter(({ status }) => status !== 202)) expect(problemOf(refused)).toEqual([409, "not_enough_points", "This needs 100 points."]);
    expect([await count(it0, customer.id), await it0.balance(customer)]).toEqual([7, 99]);
  });

  it("is not given a second time for a request that is sent again after its points came back", async () => {
    const customer = await it0.customer(100);
    const requestId = randomUUID();
    const { body } = await redeemServed(customer.id, { requestId });
    const order = placeOrderWithCode(it0.lab.house.shop, { code: String(body["code"]), customer: { id: customer.id }, totalMinor: 2_500 });
    await it0.hear();
    cancelOrder(it0.lab.house.shop, order, Date.now());
    await it0.hear();
    await it0.perform();
    await it0.perform(2);
    expect(await it0.balance(customer)).toBe(100);
    expect(problemOf(await redeem(customer.id, { requestId }))).toEqual([409, "not_available", "This code has ended."]);
    expect([await count(it0, customer.id), await it0.balance(customer)]).toEqual([1, 100]);
  });

  it("is refused for another question under the same request, and nothing moves", async () => {
    const customer = await it0.customer(1_000);
    const requestId = randomUUID();
    await redeemServed(customer.id, { rewardId: "slider", points: 200, requestId });
    for (const altered of [{ rewardId: "slider", points: 300 }, { rewardId: "slider" }, { rewardId: "five", points: 100 }, { rewardId: "five" }]) {
      expect(problemOf(await redeem(customer.id, { ...altered, requestId }))).toEqual([422, "changed", "That did not work. Your points are unchanged. Try again later."]);
    }
    expect([await count(it0, customer.id), await it0.balance(customer)]).toEqual([1, 800]);
  });

  it("belongs to one customer of one shop: to all others it does not exist, and their request of the same id is their own", async () => {
    const [owner, stranger] = [await it0.customer(100), await it0.customer(100)];
    const twin = createCustomer(other.lab.house.shop, { id: owner.id, email: "same-id@example.com", createdAt: new Date(Date.now() - 86_400_000).toISOString() });
    await other.hear();
    await adjustPoints(other.shop.id, { customerId: twin.id, points: 100, reason: "a gift", by: "test", idempotencyKey: randomUUID() }, new Date());
    const requestId = randomUUID();
    const answers = await Promise.all([redeem(owner.id, { requestId }), redeem(stranger.id, { requestId }), redeem(twin.id, { requestId }, { shop: other })]);
    const ids = answers.map(({ body }) => String(body["redemptionId"]));
    expect(new Set(ids).size).toBe(3);
    const unknown = problemOf(await redemption(owner.id, randomUUID()));
    expect(unknown.slice(0, 2)).toEqual([404, "not_available"]);
    expect(problemOf(await redemption(owner.id, ids[1]!))).toEqual(unknown);
    expect(problemOf(await redemption(twin.id, ids[0]!, { shop: other }))).toEqual(unknown);
    expect(problemOf(await redemption(owner.id, "../1"))).toEqual(unknown);
    expect((await redemption(owner.id, ids[0]!)).status).toBe(202);
    const everybody = [{ shop: it0, customerId: owner.id }, { shop: it0, customerId: stranger.id }, { shop: other, customerId: twin.id }];
    const shared = await Promise.all(everybody.flatMap(({ shop, customerId }) => ids.map(async (redemptionId) =>
      (await tellStorefrontRedemption(shop.lab.domain, { redemptionId, customerId, locale: "en", now: new Date() }))?.status ?? null)));
    const theirOwn = "preparing";
    expect(shared).toEqual([theirOwn, null, null, null, theirOwn, null, null, null, theirOwn]);
  });

  it("says in a sentence why there is none, and takes no points", async () => {
    const customer = await it0.customer(150);
    expect(problemOf(await redeem(customer.id, { points: 90 }))).toEqual([409, "changed", "This needs 100 points."]);
    expect(problemOf(await redeem(customer.id, { rewardId: "slider", points: 150 }))).toEqual([409, "changed", "That did not work. Your points are unchanged. Try again later."]);
    expect(problemOf(await redeem(customer.id, { rewardId: "gone" }))).toEqual([409, "not_available", "This reward is not offered any more. Your points are unchanged."]);
    expect(problemOf(await redeem(customer.id, { rewardId: "slider", points: 1_000 }))[1]).toBe("not_enough_points");
    expect(problemOf(await redeem("999999999999"))).toEqual([409, "not_available", "Nothing here yet. Your first order earns points."]);
    expect(problemOf(await redeem(null, {}, { locale: "fr" }))).toEqual([403, "not_signed_in", "Connectez-vous à nouveau pour utiliser vos points."]);
    expect(problemOf(await redeem(customer.id, { points: 90 }, { locale: "ar" }))).toEqual([409, "changed", "النقاط المطلوبة: 100 نقطة."]);
    expect(problemOf(await redeem(null, {}, { locale: "ar" }))).toEqual([403, "not_signed_in", "سجّل الدخول مرة أخرى لصرف نقاطك."]);
    expect(await it0.balance(customer)).toBe(150);
  });

  it("waits while the program is paused; whoever was excluded keeps what they have and may spend it", async () => {
    const customer = await it0.customer(100);
    await excludeMember(it0.shop.id, { customerId: customer.id, kind: "excluded_staff", reason: "works here", by: "Bob" }, new Date());
    await setPaused(it0.shop.id, true, { by: "test", now: new Date() });
    expect(problemOf(await redeem(customer.id))).toEqual([409, "not_available", "Points are paused. Yours stay."]);
    expect((await history(customer.id)).entries).toHaveLength(1);
    await setPaused(it0.shop.id, false, { by: "test", now: new Date() });
    expect((await redeem(customer.id)).status).toBe(202);
  });
});

describe("a shop that took the app off", () => {
  it("is told nothing any more", async () => {
    const gone = await openRedeemingShop(all, [FIVE_OFF]);
    const customer = await gone.customer(100);
    await pool.query("UPDATE shops SET uninstalled_at = now() WHERE id = $1", [gone.shop.id]);
    const answers = [await ask("history", customer.id, { shop: gone }), await redeem(customer.id, {}, { shop: gone }), await redemption(customer.id, randomUUID(), { shop: gone })];
    expect(answers.map((answer) => problemOf(answer).slice(0, 2))).toEqual(answers.map(() => [404, "not_available"]));
    expect(await count(gone, customer.id)).toBe(0);
  });
});
