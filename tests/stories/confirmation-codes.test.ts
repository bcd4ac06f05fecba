import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addEffects, takeEffect } from "#app/effects/outbox.server.ts";
import { performEffect } from "#app/effects/perform.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { addOptOut, removeOptOut } from "#app/store/mail-opt-outs.server.ts";
import { ensureConfirmationCode } from "#app/usecases/ensure-confirmation-code.server.ts";
import { saveConfirmationSettings } from "#app/usecases/save-confirmation-settings.server.ts";
import { setHoldoutPercent } from "#app/usecases/set-holdout-percent.server.ts";
import { cancelOrder } from "#standin/shop/change-order.ts";
import { discountsOf, discountStatus, findDiscount, placeOrderWithCode } from "#standin/shop/discounts.ts";
import { placeOrder, type OrderInput } from "#standin/shop/place-order.ts";
import { refundOrder } from "#standin/shop/refund-order.ts";
import { openRedeemingShop, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let all: Lab;
let it0: RedeemingShop;
let emails = 0;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, []);
  await setHoldoutPercent(it0.shop.id, { percent: 0, by: "test" }, new Date());
  await rules({});
});
afterAll(() => all.stop());

const rules = async (changes: object, way = "link", since = new Date(Date.now() - 10 * DAY_MS)) => {
  expect(await saveConfirmationSettings(it0.shop.id, { way, rules: changes }, { by: "test", now: new Date() })).toEqual({ outcome: "saved" });
  await pool.query("UPDATE confirmation_settings SET since = $2 WHERE shop_id = $1", [it0.shop.id, since]);
};

const buy = async (input: OrderInput = {}) => {
  const order = placeOrder(it0.lab.house.shop, { email: `buyer${(emails += 1)}@example.com`, customer: { email: `buyer${emails}@example.com` }, totalMinor: 5_000, ...input });
  await it0.hear();
  return order;
};
const ensure = (orderId: string, asked: "block" | "link" = "block", now = new Date()) => ensureConfirmationCode(it0.shop.id, { orderId, asked, now });
const stored = async (orderId: string) => (await pool.query("SELECT * FROM confirmation_codes WHERE shop_id = $1 AND order_id = $2", [it0.shop.id, orderId])).rows[0];
const ourCodes = () => [...discountsOf(it0.lab.house.shop).keys()].filter((code) => code.startsWith("THX-"));

describe("the code that comes with an order", () => {
  it("is made in Shopify for one use by anybody, and works on the next order of a guest", async () => {
    const order = await buy();
    const given = await ensure(order.id);
    expect(given).toMatchObject({ outcome: "code", code: { state: "making", terms: { grant: { kind: "percent_off", percent: 10 } } } });
    await it0.perform();
    const { code, state } = await stored(order.id);
    expect(state).toBe("ready");
    expect(findDiscount(it0.lab.house.shop, code)).toMatchObject({ usageLimit: 1, customerIds: new Set(), value: { kind: "percentage", share: 0.1 } });
    const next = placeOrderWithCode(it0.lab.house.shop, { code: code.toLowerCase(), customer: null, totalMinor: 4_000 });
    await it0.hear();
    expect(await stored(order.id)).toMatchObject({ state: "used", used_order_id: next.id });
    expect(() => placeOrderWithCode(it0.lab.house.shop, { code, customer: null, totalMinor: 4_000 })).toThrow("was used");
  });

  it("is one code, however often and however many at once ask for it", async () => {
    const order = await buy();
    const before = ourCodes().length;
    const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => ensure(order.id, at % 2 === 0 ? "block" : "link")));
    expect(new Set(answers.map((one) => (one.outcome === "code" ? one.code.code : one.because))).size).toBe(1);
    await it0.perform();
    expect(ourCodes().length).toBe(before + 1);
  });

  it.each(["lost-answer", "500"] as const)("is one code in Shopify after %s", async (kind) => {
    const order = await buy();
    const before = ourCodes().length;
    await ensure(order.id);
    it0.lab.house.faults.admin.failNext.push({ operation: "discountCodeBasicCreate", kind });
    await it0.perform();
    await it0.perform(3);
    expect(await stored(order.id)).toMatchObject({ state: "ready" });
    expect(ourCodes().length).toBe(before + 1);
  });

  it("comes before whatever the shop had to tell Shopify earlier: its buyer looks on", async () => {
    const tag = { kind: "add_customer_tag" as const, perkId: randomUUID(), customerId: "1", tag: "gold" };
    await addEffects(pool, it0.shop.id, { effects: [{ key: `tag-add:${tag.perkId}`, effect: tag }], now: new Date() });
    const order = await buy();
    await ensure(order.id);
    const taken = await takeEffect(pool, it0.shop.id, { now: new Date(), leaseMs: 120_000 });
    expect(taken?.effect).toMatchObject({ kind: "issue_confirmation_code", orderId: order.id });
    await it0.perform(3);
  });

  it("is found again after a worker died between the call and the receipt", async () => {
    const order = await buy();
    await ensure(order.id);
    const taken = await takeEffect(pool, it0.shop.id, { now: new Date(), leaseMs: 120_000 });
    const before = ourCodes().length;
    await performEffect(it0.shop, taken!, new Date());
    await it0.perform(3);
    expect(await stored(order.id)).toMatchObject({ state: "ready" });
    expect(ourCodes().length).toBe(before + 1);
  });

  it("is refused, and nothing else happens, where the same string is somebody else's code", async () => {
    const order = await buy();
    const given = await ensure(order.id);
    if (given.outcome !== "code") throw new Error("no code");
    const { title: _title, ...rest } = findDiscount(it0.lab.house.shop, ourCodes()[0]!)!;
    discountsOf(it0.lab.house.shop).set(given.code.code, { ...rest, title: "Another's", code: given.code.code });
    await it0.perform();
    expect(await stored(order.id)).toMatchObject({ state: "refused", refusal: "Code must be unique. Please try a different code." });
  });
});

describe("an order that is undone", () => {
  it.each(["cancelled", "refunded"] as const)("takes its unused code back when it is %s, for good", async (how) => {
    const order = await buy();
    await ensure(order.id);
    await it0.perform();
    const { code } = await stored(order.id);
    if (how === "cancelled") cancelOrder(it0.lab.house.shop, order, Date.now());
    else refundOrder(it0.lab.house.shop, order, { full: true, atMs: Date.now() });
    await it0.hear();
    await it0.perform();
    expect(await stored(order.id)).toMatchObject({ state: "revoked" });
    expect(discountStatus(findDiscount(it0.lab.house.shop, code)!, Date.now())).toBe("EXPIRED");
    expect(await ensure(order.id, "link")).toMatchObject({ outcome: "code", code: { state: "revoked" } });
  });

  it("drops a code that Shopify never heard of, and gets none later", async () => {
    const order = await buy();
    await ensure(order.id);
    cancelOrder(it0.lab.house.shop, order, Date.now());
    await it0.hear();
    const before = ourCodes().length;
    await it0.perform();
    expect(await stored(order.id)).toMatchObject({ state: "revoked" });
    expect(ourCodes().length).toBe(before);
    const later = await buy();
    cancelOrder(it0.lab.house.shop, later, Date.now());
    await it0.hear();
    expect(await ensure(later.id, "link")).toEqual({ outcome: "none", because: "undone" });
  });

  it("leaves a code alone that was used before", async () => {
    const order = await buy();
    await ensure(order.id);
    await it0.perform();
    placeOrderWithCode(it0.lab.house.shop, { code: (await stored(order.id)).code, totalMinor: 4_000 });
    await it0.hear();
    cancelOrder(it0.lab.house.shop, order, Date.now());
    await it0.hear();
    expect(await stored(order.id)).toMatchObject({ state: "used" });
  });
});

describe("no code comes with", () => {
  it("a second order, unless the rules say every order", async () => {
    const first = await buy();
    const second = await buy({ customer: { id: first.customer!.id } });
    expect(await ensure(second.id)).toEqual({ outcome: "none", because: "not_first" });
    await rules({ firstOrderOnly: false });
    expect(await ensure(second.id)).toMatchObject({ outcome: "code" });
    await rules({});
  });

  it("a second order of one customer, however many of theirs are not paid and whichever is asked about first", async () => {
    const first = await buy({ paid: false });
    const more = [];
    for (let at = 0; at < 3; at += 1) more.push(await buy({ customer: { id: first.customer!.id }, paid: false }));
    const answers = [];
    for (const { id } of [more[1]!, first, more[0]!, more[2]!]) answers.push(await ensure(id));
    expect(answers.map((one) => (one.outcome === "code" ? "code" : one.because))).toEqual(["code", "not_first", "not_first", "not_first"]);
  });

  it("a second order of one e-mail address without a customer, paid or not", async () => {
    for (const paid of [true, false]) {
      const email = `shared-${paid}@example.com`;
      const orders = [];
      for (let at = 0; at < 3; at += 1) orders.push(await buy({ customer: null, email, paid }));
      const answers = [];
      for (const { id } of orders) answers.push(await ensure(id));
      expect(answers.map((one) => (one.outcome === "code" ? "code" : one.because))).toEqual(["code", "not_first", "not_first"]);
    }
  });

  it("a guest's order whose address paid for one before", async () => {
    await buy({ customer: null, email: "again@example.com" });
    expect(await ensure((await buy({ customer: null, email: "again@example.com" })).id)).toEqual({ outcome: "none", because: "not_first" });
  });

  it("an unpaid order of whom nobody knows, before it is paid; and an order whose person lost an unused code gets one", async () => {
    const nobody = placeOrder(it0.lab.house.shop, { customer: null, totalMinor: 5_000, paid: false });
    await it0.hear();
    expect(await ensure(nobody.id)).toEqual({ outcome: "none", because: "not_paid" });
    const first = await buy({ paid: false });
    expect(await ensure(first.id)).toMatchObject({ outcome: "code" });
    cancelOrder(it0.lab.house.shop, first, Date.now());
    await it0.hear();
    await it0.perform();
    expect(await ensure((await buy({ customer: { id: first.customer!.id } })).id)).toMatchObject({ outcome: "code" });
  });

  it("an order of two days ago that a block shows for the first time; a click in its mail still gets it", async () => {
    const order = await buy({ processedAt: new Date(Date.now() - 49 * HOUR_MS).toISOString() });
    expect(await ensure(order.id)).toEqual({ outcome: "none", because: "old_news" });
    expect(await ensure(order.id, "link")).toMatchObject({ outcome: "code" });
  });

  it("an order of before it was switched on, or whose code would have ended", async () => {
    const order = await buy({ processedAt: new Date(Date.now() - 11 * DAY_MS).toISOString() });
    expect(await ensure(order.id, "link")).toEqual({ outcome: "none", because: "old_news" });
    await rules({ validityDays: 5 });
    expect(await ensure(order.id, "link")).toEqual({ outcome: "none", because: "ended" });
    await rules({});
  });

  it("a test, an order of nothing, one that nobody knows, and any when it is switched off", async () => {
    expect(await ensure((await buy({ test: true })).id)).toEqual({ outcome: "none", because: "test" });
    expect(await ensure((await buy({ totalMinor: 0 })).id)).toEqual({ outcome: "none", because: "nothing_paid" });
    expect(await ensure("999999999")).toEqual({ outcome: "none", because: "order_unknown" });
    const order = await buy();
    await rules({}, "blocks");
    expect(await ensure(order.id, "link")).toEqual({ outcome: "none", because: "off" });
    await rules({}, "off");
    expect(await ensure(order.id)).toEqual({ outcome: "none", because: "off" });
    await rules({});
  });

  it("the order of somebody who wants no offers, until they take that back", async () => {
    const order = await buy();
    const customerId = order.customer!.id;
    await addOptOut(pool, it0.shop.id, { customerId, kind: "invitation", reason: "one_off", now: new Date() });
    expect(await ensure(order.id)).toEqual({ outcome: "none", because: "declined" });
    await removeOptOut(pool, it0.shop.id, customerId);
    expect(await ensure(order.id)).toMatchObject({ outcome: "code" });
  });

  it("orders past the month's budget, however many ask at once; an unused code that was taken back frees its part", async () => {
    const other = await openRedeemingShop(all, []);
    await setHoldoutPercent(other.shop.id, { percent: 0, by: "test" }, new Date());
    await saveConfirmationSettings(other.shop.id, { way: "link", rules: { grant: { kind: "amount_off", amountMinor: 500 }, monthlyBudgetMinor: 1_200 } }, { by: "test", now: new Date(Date.now() - DAY_MS) });
    const orders = Array.from({ length: 6 }, (_, at) => placeOrder(other.lab.house.shop, { customer: { email: `b${at}@example.com` }, totalMinor: 2_000 }));
    await other.hear();
    const ensureOther = (id: string) => ensureConfirmationCode(other.shop.id, { orderId: id, asked: "link", now: new Date() });
    const answers = await Promise.all(orders.map(({ id }) => ensureOther(id)));
    expect(answers.filter(({ outcome }) => outcome === "code")).toHaveLength(2);
    expect(answers.filter((one) => one.outcome === "none" && one.because === "budget")).toHaveLength(4);
    const given = orders[answers.findIndex(({ outcome }) => outcome === "code")]!;
    cancelOrder(other.lab.house.shop, given, Date.now());
    await other.hear();
    expect(await ensureOther(orders[answers.findIndex(({ outcome }) => outcome === "none")]!.id)).toMatchObject({ outcome: "code" });
  });

  it("a shop that did not let us make discounts", async () => {
    const other = await openRedeemingShop(all, [], { scopes: [] });
    await saveConfirmationSettings(other.shop.id, { way: "link", rules: {} }, { by: "test", now: new Date(Date.now() - DAY_MS) });
    const order = placeOrder(other.lab.house.shop, { totalMinor: 2_000 });
    await other.hear();
    expect(await ensureConfirmationCode(other.shop.id, { orderId: order.id, asked: "link", now: new Date() })).toEqual({ outcome: "none", because: "scope_missing" });
  });
});

describe("the holdout", () => {
  it("is written down before a code is given, leaves the held out without one, and treats who has no customer", async () => {
    await setHoldoutPercent(it0.shop.id, { percent: 20, by: "test" }, new Date());
    const orders = [];
    for (let at = 0; at < 40; at += 1) orders.push(await buy());
    const answers = [];
    for (const { id } of orders) answers.push(await ensure(id));
    const { rows } = await pool.query<{ customer_id: string; arm: string }>("SELECT customer_id, arm FROM holdout_assignments WHERE shop_id = $1", [it0.shop.id]);
    const armOf = new Map(rows.map(({ customer_id, arm }) => [customer_id, arm]));
    expect(answers.map((one) => (one.outcome === "code" ? "treated" : one.because))).toEqual(orders.map(({ customer }) => armOf.get(customer!.id)));
    expect(answers.some(({ outcome }) => outcome === "none")).toBe(true);
    expect(await ensure((await buy({ customer: null })).id)).toMatchObject({ outcome: "code" });
    await setHoldoutPercent(it0.shop.id, { percent: 0, by: "test" }, new Date());
  });
});
