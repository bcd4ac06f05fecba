import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { takeEffect } from "#app/effects/outbox.server.ts";
import { performEffect } from "#app/effects/perform.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { ThrottledError } from "#app/shopify/errors.ts";
import { getUnclearRewards } from "#app/queries/unclear-redemptions.server.ts";
import { cancelRedemption } from "#app/usecases/cancel-redemption.server.ts";
import { vouchForRedemption } from "#app/usecases/vouch-for-redemption.server.ts";
import { giftCardsOf } from "#standin/admin-api/gift-card.ts";
import { storeCreditOf } from "#standin/admin-api/store-credit.ts";
import type { AdminFault } from "#standin/control/faults.ts";
import { discountsOf, findDiscount } from "#standin/shop/discounts.ts";
import { MINUTE_MS, openRedeemingShop, redeemedId, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const REWARDS = [
  { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500, codePrefix: "GIFT" },
  { id: "credit", kind: "store_credit", name: "5 of store credit", costPoints: 100, amountMinor: 500 },
  { id: "card", kind: "gift_card", name: "A gift card", costPoints: 100, amountMinor: 500 },
];
const LEASE_MINUTES = 3;

let all: Lab;
let it0: RedeemingShop;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, REWARDS);
});
afterAll(() => all.stop());

const failNext = (...faults: AdminFault[]) => it0.lab.house.faults.admin.failNext.push(...faults);
/** The store credit that a customer was given, and what is on cards of theirs. */
const givenTo = ({ id }: { id: string }) =>
  [storeCreditOf(it0.lab.house.shop).credits, giftCardsOf(it0.lab.house.shop)].map((given) => given.filter(({ customerId }) => customerId === id).reduce((sum, { amountMinor }) => sum + amountMinor, 0));
const codesOf = (title: string) => [...discountsOf(it0.lab.house.shop).values()].filter((one) => one.title.includes(title));

describe("when Shopify is in trouble, a redemption", () => {
  it.each(["lost-answer", "500", "throttled"] as const)("is one code and one debit after %s", async (kind) => {
    const customer = await it0.customer(100);
    const id = redeemedId(await it0.redeem(customer, "five"));
    failNext({ operation: "discountCodeBasicCreate", kind });
    await it0.perform();
    await it0.perform(LEASE_MINUTES);
    expect(await it0.redemption(id)).toMatchObject({ state: "issued" });
    expect(codesOf(id)).toHaveLength(1);
    expect(await it0.entries(customer)).toEqual([["adjust", 100, 0], ["redeem", -100, 0]]);
  });

  it("goes on after a worker died before the call", async () => {
    const customer = await it0.customer(100);
    const id = redeemedId(await it0.redeem(customer, "five"));
    expect(await takeEffect(pool, it0.shop.id, { now: new Date(), leaseMs: 120_000 })).toMatchObject({ attempts: 1 });
    expect(await it0.perform()).toBe(0);
    expect(await it0.perform(LEASE_MINUTES)).toBe(1);
    expect(await it0.redemption(id)).toMatchObject({ state: "issued" });
  });

  it("finds its code again after a worker died between the call and the receipt", async () => {
    const customer = await it0.customer(100);
    const id = redeemedId(await it0.redeem(customer, "five"));
    const taken = await takeEffect(pool, it0.shop.id, { now: new Date(), leaseMs: 120_000 });
    const first = await performEffect(it0.shop, taken!, new Date());
    await it0.perform(LEASE_MINUTES);
    const { rows } = await pool.query("SELECT shopify_id FROM redemptions WHERE redemption_id = $1", [id]);
    expect(first).toEqual({ outcome: "done", receipt: { kind: "issued", shopifyId: rows[0].shopify_id } });
    expect(codesOf(id)).toHaveLength(1);
  });

  it("takes “taken” for success when the code is its own", async () => {
    const customer = await it0.customer(100);
    redeemedId(await it0.redeem(customer, "five"));
    const taken = await takeEffect(pool, it0.shop.id, { now: new Date(), leaseMs: 120_000 });
    const first = await performEffect(it0.shop, taken!, new Date());
    expect(await performEffect(it0.shop, taken!, new Date())).toEqual(first);
    await it0.perform(LEASE_MINUTES);
  });

  it("gives the points back at once and says why when somebody else holds the code", async () => {
    const customer = await it0.customer(100);
    const id = redeemedId(await it0.redeem(customer, "five"));
    const { code } = await it0.redemption(id);
    expect(code).toMatch(/^GIFT[2-9A-Z]{14}$/);
    const stranger = { ...[...discountsOf(it0.lab.house.shop).values()][0]!, code, title: "Summer sale" };
    discountsOf(it0.lab.house.shop).set(code, stranger);
    await it0.perform();
    expect(await it0.redemption(id)).toMatchObject({ state: "returned", return_reason: "refused", refusal: expect.stringContaining("unique") });
    expect(findDiscount(it0.lab.house.shop, code)).toBe(stranger);
    expect(await it0.entries(customer)).toEqual([["adjust", 100, 0], ["redeem", -100, 0], ["redeem_returned", 100, 0]]);
    expect(await it0.balance(customer)).toBe(100);
  });

  it("gives the points back when Shopify does not know the customer any more", async () => {
    const customer = await it0.customer(100);
    const ids = [redeemedId(await it0.redeem(customer, "five"))];
    it0.lab.house.shop.customers.delete(customer.id);
    await it0.perform();
    expect(await it0.redemption(ids[0]!)).toMatchObject({ state: "returned", return_reason: "refused" });
    expect(await it0.balance(customer)).toBe(100);
  });

  it("looks for a code of a lost answer before the points of a later refusal come back", async () => {
    const customer = await it0.customer(100);
    const id = redeemedId(await it0.redeem(customer, "five"));
    await takeEffect(pool, it0.shop.id, { now: new Date(), leaseMs: 120_000 });
    it0.lab.house.shop.customers.delete(customer.id);
    expect(await it0.perform(LEASE_MINUTES)).toBe(2);
    expect(await it0.redemption(id)).toMatchObject({ state: "returned", return_reason: "refused", refusal: "Customer does not exist" });
    expect(await it0.balance(customer)).toBe(100);
  });

  it("gives the points back when the scope was withdrawn meanwhile", async () => {
    const customer = await it0.customer(100);
    const id = redeemedId(await it0.redeem(customer, "five"));
    const granted = it0.lab.house.shop.grantedScopes;
    it0.lab.house.shop.grantedScopes = granted.filter((scope) => scope !== "write_discounts");
    await it0.perform();
    it0.lab.house.shop.grantedScopes = granted;
    expect(await it0.redemption(id)).toMatchObject({ state: "returned", refusal: expect.stringContaining("Access denied") });
  });
});

describe("store credit and gift cards", () => {
  it("are given once although the answer was lost", async () => {
    const customer = await it0.customer(200);
    const ids = [redeemedId(await it0.redeem(customer, "credit")), redeemedId(await it0.redeem(customer, "card"))];
    failNext({ operation: "storeCreditAccountCredit", kind: "lost-answer" }, { operation: "giftCardCreate", kind: "lost-answer" });
    await it0.perform();
    await it0.perform(LEASE_MINUTES);
    for (const id of ids) expect(await it0.redemption(id)).toMatchObject({ state: "issued" });
    expect(storeCreditOf(it0.lab.house.shop).credits.filter((one) => one.customerId === customer.id)).toMatchObject([{ amountMinor: 500, currency: "GBP" }]);
    expect(giftCardsOf(it0.lab.house.shop).filter((one) => one.customerId === customer.id)).toMatchObject([{ amountMinor: 500 }]);
  });

  it.each(["in-progress", "408", "other-shape", "500", "throttled"] as const)("stay given when the answer was lost and the next one is %s", async (kind) => {
    const customer = await it0.customer(200);
    const ids = [redeemedId(await it0.redeem(customer, "credit")), redeemedId(await it0.redeem(customer, "card"))];
    for (const operation of ["storeCreditAccountCredit", "giftCardCreate"]) failNext({ operation, kind: "lost-answer" }, { operation, kind });
    // Not found by its search yet, a card is made anew, and meets the answer.
    it0.lab.house.faults.admin.searchLagMs = 30 * MINUTE_MS;
    for (const minutes of [0, 3, 6, 60]) await it0.perform(minutes).catch((error: unknown) => expect(error).toBeInstanceOf(ThrottledError));
    it0.lab.house.faults.admin.searchLagMs = 0;
    for (const id of ids) expect(await it0.redemption(id)).toMatchObject({ state: "issued" });
    expect(givenTo(customer)).toEqual([500, 500]);
    expect(await it0.balance(customer)).toBe(0);
  });

  it("stay given when the answer was lost and the scope was withdrawn for a while", async () => {
    const customer = await it0.customer(200);
    const ids = [redeemedId(await it0.redeem(customer, "credit")), redeemedId(await it0.redeem(customer, "card"))];
    failNext({ operation: "storeCreditAccountCredit", kind: "lost-answer" }, { operation: "giftCardCreate", kind: "lost-answer" });
    await it0.perform();
    const granted = it0.lab.house.shop.grantedScopes;
    it0.lab.house.shop.grantedScopes = granted.filter((scope) => !/gift_cards|store_credit/.test(scope));
    expect(await it0.perform(3)).toBe(0);
    for (const id of ids) expect(await it0.redemption(id)).toMatchObject({ state: "issuing" });
    expect(await it0.balance(customer)).toBe(0);
    it0.lab.house.shop.grantedScopes = granted;
    expect(await it0.perform(60)).toBe(2);
    for (const id of ids) expect(await it0.redemption(id)).toMatchObject({ state: "issued" });
    expect(givenTo(customer)).toEqual([500, 500]);
  });

  it("are made once where the first answer comes in a shape that nobody expects", async () => {
    const customer = await it0.customer(300);
    const ids = [redeemedId(await it0.redeem(customer, "credit")), redeemedId(await it0.redeem(customer, "card")), redeemedId(await it0.redeem(customer, "five"))];
    for (const operation of ["storeCreditAccountCredit", "giftCardCreate", "discountCodeBasicCreate"]) failNext({ operation, kind: "other-shape" });
    await it0.perform();
    await it0.perform(LEASE_MINUTES);
    for (const id of ids) expect(await it0.redemption(id)).toMatchObject({ state: "issued" });
    expect(givenTo(customer)).toEqual([500, 500]);
    expect(codesOf(ids[2]!)).toHaveLength(1);
  });

  it("come back as points when the answer of a lost attempt turns out to be that the customer is gone", async () => {
    const customer = await it0.customer(200);
    const ids = [redeemedId(await it0.redeem(customer, "credit")), redeemedId(await it0.redeem(customer, "card"))];
    failNext({ operation: "storeCreditAccountCredit", kind: "500" }, { operation: "giftCardCreate", kind: "500" });
    await it0.perform();
    it0.lab.house.shop.customers.delete(customer.id);
    await it0.perform(LEASE_MINUTES);
    for (const id of ids) expect(await it0.redemption(id)).toMatchObject({ state: "returned", return_reason: "refused" });
    expect(await it0.balance(customer)).toBe(200);
  });

  it("are not asked for again when the answer was lost for half a day: the points stay held, and the merchant looks", async () => {
    const customer = await it0.customer(100);
    const id = redeemedId(await it0.redeem(customer, "credit"));
    failNext({ operation: "storeCreditAccountCredit", kind: "lost-answer" });
    await it0.perform();
    await it0.perform(3 * 24 * 60);
    expect(await it0.redemption(id)).toMatchObject({ state: "issuing", refusal: expect.stringContaining("Look at the customer’s store credit in Shopify") });
    expect([givenTo(customer), await it0.balance(customer)]).toEqual([[500, 0], 0]);
    expect(await it0.perform(4 * 24 * 60)).toBe(0);
    expect(givenTo(customer)).toEqual([500, 0]);
    // Had it not been there, the merchant would take it back, at once.
    expect(await cancelRedemption(it0.shop.id, { redemptionId: id, now: new Date() })).toMatchObject({ outcome: "cancelling", redemption: { state: "returned" } });
    expect(await it0.entries(customer)).toEqual([["adjust", 100, 0], ["redeem", -100, 0], ["redeem_returned", 100, 0]]);
  });

  it("are closed by the merchant's word where they are there: the points stay spent, once, and neither comes back later", async () => {
    const customer = await it0.customer(100);
    const id = redeemedId(await it0.redeem(customer, "credit"));
    const word = (redemptionId: string) => vouchForRedemption(it0.shop.id, { redemptionId, by: "Ada", now: new Date("2026-11-22T09:00:00Z") });
    expect(await word(id)).toEqual({ outcome: "not_unclear", state: "issuing" });
    failNext({ operation: "storeCreditAccountCredit", kind: "lost-answer" });
    await it0.perform();
    const { count: before } = await getUnclearRewards(it0.shop.id);
    await it0.perform(3 * 24 * 60);
    const waiting = await getUnclearRewards(it0.shop.id);
    expect(waiting.count - before).toBe(1);
    // Of a code the answer is looked for again, whatever Shopify has said in between.
    const code = redeemedId(await it0.redeem(await it0.customer(100), "five"));
    await pool.query("UPDATE redemptions SET refusal = 'not yet', reserved_at = 'epoch' WHERE shop_id = $1 AND redemption_id = $2", [it0.shop.id, code]);
    expect(await getUnclearRewards(it0.shop.id)).toEqual(waiting);
    expect(await word(id)).toMatchObject({ outcome: "vouched", redemption: { state: "issued", refusal: null, vouched: { by: "Ada", at: new Date("2026-11-22T09:00:00Z") } } });
    expect((await getUnclearRewards(it0.shop.id)).count).toBe(before);
    expect([await word(id), await word("none")]).toEqual([{ outcome: "not_unclear", state: "issued" }, { outcome: "redemption_unknown" }]);
    expect(await cancelRedemption(it0.shop.id, { redemptionId: id, now: new Date() })).toEqual({ outcome: "not_cancellable", state: "issued" });
    expect(await it0.entries(customer)).toEqual([["adjust", 100, 0], ["redeem", -100, 0]]);
    expect([givenTo(customer), await it0.balance(customer)]).toEqual([[500, 0], 0]);
  });

  it("are not asked for again either when the answer was lost twice, or Shopify was busy in between", async () => {
    const [twice, busy] = [await it0.customer(100), await it0.customer(100)];
    const ids = [redeemedId(await it0.redeem(twice, "credit")), redeemedId(await it0.redeem(busy, "credit"))];
    failNext({ operation: "storeCreditAccountCredit", kind: "lost-answer" }, { operation: "storeCreditAccountCredit", kind: "lost-answer" });
    await it0.perform();
    failNext({ operation: "storeCreditAccountCredit", kind: "lost-answer" }, ...Array.from({ length: 4 }, (): AdminFault => ({ operation: "storeCreditAccountCredit", kind: "throttled" })));
    await expect(it0.perform(8 * 60)).rejects.toThrow(ThrottledError);
    await it0.perform(13 * 60);
    for (const id of ids) expect(await it0.redemption(id)).toMatchObject({ state: "issuing", refusal: expect.stringContaining("answer was lost") });
    expect([givenTo(twice), givenTo(busy)]).toEqual([[500, 0], [500, 0]]);
  });

  it("a card of a lost answer is looked for when Shopify's search can know it, also for a customer who is gone by then", async () => {
    const customer = await it0.customer(100);
    const id = redeemedId(await it0.redeem(customer, "card"));
    failNext({ operation: "giftCardCreate", kind: "lost-answer" });
    it0.lab.house.faults.admin.searchLagMs = 30_000;
    await it0.perform();
    it0.lab.house.shop.customers.delete(customer.id);
    for (const minutes of [10 / 60, 2]) await it0.perform(minutes);
    it0.lab.house.faults.admin.searchLagMs = 0;
    expect(await it0.redemption(id)).toMatchObject({ state: "issued" });
    expect(givenTo(customer)).toEqual([0, 500]);
  });

  it("are given days later by a shop that was closed to us all the time: nothing was lost", async () => {
    const customer = await it0.customer(100);
    const id = redeemedId(await it0.redeem(customer, "credit"));
    failNext({ operation: "storeCreditAccountCredit", kind: "throttled" }, { operation: "storeCreditAccountCredit", kind: "throttled" }, { operation: "storeCreditAccountCredit", kind: "throttled" }, { operation: "storeCreditAccountCredit", kind: "throttled" });
    await expect(it0.perform()).rejects.toThrow(ThrottledError);
    await it0.perform(3 * 24 * 60);
    expect(await it0.redemption(id)).toMatchObject({ state: "issued" });
    expect(givenTo(customer)).toEqual([500, 0]);
  });

  it("cannot be taken back by us while Shopify has yet to answer", async () => {
    const customer = await it0.customer(100);
    const id = redeemedId(await it0.redeem(customer, "credit"));
    expect(await cancelRedemption(it0.shop.id, { redemptionId: id, now: new Date() })).toEqual({ outcome: "not_cancellable", state: "issuing" });
    await it0.perform();
  });

  it("come back as points when Shopify refuses them", async () => {
    const customer = await it0.customer(200);
    const ids = [redeemedId(await it0.redeem(customer, "credit")), redeemedId(await it0.redeem(customer, "card"))];
    it0.lab.house.shop.customers.delete(customer.id);
    await it0.perform();
    for (const id of ids) expect(await it0.redemption(id)).toMatchObject({ state: "returned", return_reason: "refused" });
    expect(await it0.balance(customer)).toBe(200);
  });
});
