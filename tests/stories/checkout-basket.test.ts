import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { basketAnswer } from "#app/contract/checkout-api.ts";
import { DEFAULT_COUNTING_POLICY } from "#app/domain/scoring/counting-policy.ts";
import { pool } from "#app/platform/db.server.ts";
import { saveCountingPolicy } from "#app/usecases/save-counting-policy.server.ts";
import { mintShopperToken } from "#standin/oauth/session-token.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { DAY_MS, MINUTE_MS, openRedeemingShop, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openShopperDoors, type ShopperDoors } from "#tests/factories/shopper-doors.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const FIVE_OFF = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 };
const basketOf = (amountMinor: number, more: object = {}) => ({ locale: "en", currency: "GBP", taxMinor: null, lines: [{ productId: null, quantity: 1, amountMinor, isShipped: true }], ...more });

let all: Lab;
let it0: RedeemingShop;
let doors: ShopperDoors;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, [FIVE_OFF], { program: { nthOrderMultipliers: [1, 2, 3] } });
  doors = await openShopperDoors();
});
afterAll(async () => {
  await doors.close();
  await all.stop();
});

const token = (customerId?: string, lab = it0.lab) => mintShopperToken({ apiKey: "test-api-key", apiSecret: "test-api-secret" }, lab.domain, customerId === undefined ? {} : { customerId });
const buy = async ({ lab }: RedeemingShop, customerId: string, totalMinor: number, ago = 0) => {
  placeOrder(lab.house.shop, { customer: { id: customerId }, totalMinor, ...(ago > 0 && { processedAt: new Date(Date.now() - ago).toISOString() }) });
  await lab.deliver(lab.takeTold());
};
const shown = async ({ lab }: RedeemingShop, customerId: string | undefined, basket: object) => ((await doors.ask("basket", basket, token(customerId, lab))).body as { earns?: { points: number } }).earns?.points ?? 0;

it("tells what the basket earns by the rank of this order, and one reward in reach", async () => {
  const customer = await it0.customer(150);
  await buy(it0, customer.id, 6_000);
  const basket = basketOf(4_000);
  expect(basketAnswer.parse((await doors.ask("basket", basket, token(customer.id))).body)).toMatchObject({ earns: { points: 80, sentence: "This order earns 80 points." }, reward: { rewardId: "five" } });
  expect((await doors.ask("basket", basket, token())).body).toMatchObject({ earns: { points: 40 }, reward: null });
  expect((await doors.ask("basket", { ...basket, currency: "USD" }, token())).body).toEqual({ state: "off" });
});

it("never shows more points than come", async () => {
  const once = { id: "once", kind: "order", points: 100, conditions: [{ kind: "limit", timesMax: 1, per: "ever" }] };
  const earnRules = [{ id: "spend", kind: "amount", points: 1, perMinor: 100, conditions: [] }, once];
  const withTax = await openRedeemingShop(all, [], { program: { earnRules, excludedCustomerTags: ["staff"] } });
  const withoutTax = await openRedeemingShop(all, [], { program: { earnRules: earnRules.slice(0, 1), amountBasis: "without_tax" } });
  const { id } = await withTax.customer(0);
  expect(await shown(withTax, id, basketOf(1_000)), "before the first order").toBe(110);
  await buy(withTax, id, 1_000, 60 * MINUTE_MS);
  expect(await shown(withTax, id, basketOf(1_000)), "a rule that gives once").toBe(10);
  expect(await shown(withTax, id, { ...basketOf(0), lines: [{ productId: null, quantity: 1, amountMinor: 5_000, isShipped: false }] }), "what may be a gift card").toBe(0);
  expect(await shown(withoutTax, undefined, basketOf(1_200, { taxMinor: 200 })), "with tax inside").toBe(10);
  expect(await shown(withoutTax, undefined, basketOf(1_200)), "with a tax that nobody knows").toBe(0);
  await saveCountingPolicy(withTax.shop.id, { ...DEFAULT_COUNTING_POLICY, minimumOrderMinor: 2_000 }, { by: "test", now: new Date(Date.now() - MINUTE_MS) });
  expect(await shown(withTax, id, basketOf(1_999)), "too small to count").toBe(0);
  expect(await shown(withTax, id, basketOf(2_000)), "whose one order counts no more").toBe(120);
  const before = await withTax.balance({ id });
  await buy(withTax, id, 2_000);
  expect((await withTax.balance({ id })) - before, "came").toBe(120);
  await pool.query("INSERT INTO customer_tag_sightings (shop_id, customer_id, tag, seen_at, is_there, source, since) VALUES ($1, $2, 'staff', now(), true, 'told', now())", [withTax.shop.id, id]);
  expect(await shown(withTax, id, basketOf(2_000)), "left out by a tag").toBe(0);
  await saveCountingPolicy(withoutTax.shop.id, { ...DEFAULT_COUNTING_POLICY, excludedSources: ["Web"] }, { by: "test", now: new Date(Date.now() - MINUTE_MS) });
  expect(await shown(withoutTax, undefined, basketOf(1_200, { taxMinor: 200 })), "of a channel that is left out").toBe(0);
});

describe("where orders of one day count as one", () => {
  const earnRules = [
    { id: "spend", kind: "amount", points: 1, perMinor: 100, conditions: [] },
    { id: "second", kind: "nth_order", n: 2, points: 100, conditions: [] },
    { id: "returning", kind: "order", points: 500, conditions: [{ kind: "stage", stages: ["first"] }] },
  ];

  it("a second order of the same day is shown what comes: the number of the first one and the stage before it", async () => {
    const it1 = await openRedeemingShop(all, [], { program: { earnRules, nthOrderMultipliers: [1, 3] } });
    await saveCountingPolicy(it1.shop.id, { ...DEFAULT_COUNTING_POLICY, mergeSameDay: true }, { by: "test", now: new Date(Date.now() - MINUTE_MS) });
    const customer = await it1.customer(0);
    await buy(it1, customer.id, 1_000);
    expect(await shown(it1, customer.id, basketOf(1_000))).toBe(10);
    await buy(it1, customer.id, 1_000);
    expect(await it1.balance(customer)).toBe(20);
    const returning = await it1.customer(0);
    await buy(it1, returning.id, 1_000, 3 * DAY_MS);
    expect(await shown(it1, returning.id, basketOf(1_000)), "on another day").toBe(1_830);
    await buy(it1, returning.id, 1_000);
    expect(await it1.balance(returning)).toBe(1_830);
  });
});

it("a limited rule that came to no points is used up all the same, and one that did not apply is not", async () => {
  const once = (rule: object, timesMax = 1) => ({ id: "once", conditions: [{ kind: "limit", timesMax, per: "ever" }], ...rule });
  const shownAfter = async (program: object, { first, then }: { first: number; then: number }): Promise<[shown: number, came: number]> => {
    const it1 = await openRedeemingShop(all, [], { program });
    const customer = await it1.customer(0);
    await buy(it1, customer.id, first);
    expect(await it1.balance(customer)).toBe(0);
    const said = await shown(it1, customer.id, basketOf(then));
    await buy(it1, customer.id, then);
    return [said, await it1.balance(customer)];
  };
  const perTen = once({ kind: "amount", points: 1, perMinor: 1_000 });
  const each = once({ kind: "order", points: 100 });
  const large = { ...each, conditions: [...each.conditions, { kind: "minimum_spend", amountMinor: 5_000 }] };
  expect(await shownAfter({ earnRules: [perTen] }, { first: 500, then: 10_000 }), "less than a point").toEqual([0, 0]);
  expect(await shownAfter({ earnRules: [each], nthOrderMultipliers: [0, 1] }, { first: 500, then: 10_000 }), "times nothing").toEqual([0, 0]);
  expect(await shownAfter({ earnRules: [large] }, { first: 500, then: 10_000 }), "too small for the rule").toEqual([100, 100]);
});

it("who is not signed in may have ordered before, and is promised what anybody gets", async () => {
  const spend = { id: "spend", kind: "amount", points: 1, perMinor: 100, conditions: [] };
  const each = (id: string, points: number, condition: object | null) => ({ id, kind: "order", points, conditions: condition ? [condition] : [] });
  const earnRules = [spend, each("any", 5, null), each("once", 100, { kind: "limit", timesMax: 1, per: "ever" }), each("newcomer", 50, { kind: "stage", stages: ["prospect"] }), { id: "first", kind: "nth_order", n: 1, points: 40, conditions: [] }];
  const it1 = await openRedeemingShop(all, [], { program: { earnRules, nthOrderMultipliers: [3, 1] } });
  expect(await shown(it1, undefined, basketOf(1_000))).toBe(15);
  const customer = await it1.customer(0);
  expect(await shown(it1, customer.id, basketOf(1_000)), "signed in").toBe(615);
  await buy(it1, customer.id, 1_000, 60 * MINUTE_MS);
  const before = await it1.balance(customer);
  await buy(it1, customer.id, 1_000);
  expect((await it1.balance(customer)) - before, "came to who did not sign in").toBe(15);
});

it("offers only what the basket can use, and a code at hand before another is bought", async () => {
  const needsTwenty = await openRedeemingShop(all, [{ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500, minimumOrderMinor: 2_000 }]);
  const { id } = await needsTwenty.customer(250);
  const ask = async (amountMinor: number) => (await doors.ask("basket", basketOf(amountMinor), token(id, needsTwenty.lab))).body;
  expect(await ask(1_999)).toMatchObject({ code: null, reward: null });
  expect(await ask(2_000)).toMatchObject({ code: null, reward: { rewardId: "five" } });
  expect((await doors.ask("basket", basketOf(499), token((await it0.customer(150)).id))).body, "five off less than five").toMatchObject({ reward: null });
  expect((await needsTwenty.redeem({ id }, "five")).outcome).toBe("redeemed");
  await needsTwenty.perform();
  expect(await ask(2_000)).toMatchObject({ code: { state: "ready", sentence: "£5.00 off" }, reward: null });
  expect(await ask(1_999)).toMatchObject({ code: null, reward: null });
});
