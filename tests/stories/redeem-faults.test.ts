import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { takeEffect } from "#app/effects/outbox.server.ts";
import { performEffect } from "#app/effects/perform.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { giftCardsOf } from "#standin/admin-api/gift-card.ts";
import { storeCreditOf } from "#standin/admin-api/store-credit.ts";
import type { AdminFault } from "#standin/control/faults.ts";
import { discountsOf, findDiscount } from "#standin/shop/discounts.ts";
import { openRedeemingShop, redeemedId, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
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

  it("come back as points when Shopify refuses them", async () => {
    const customer = await it0.customer(200);
    const ids = [redeemedId(await it0.redeem(customer, "credit")), redeemedId(await it0.redeem(customer, "card"))];
    it0.lab.house.shop.customers.delete(customer.id);
    await it0.perform();
    for (const id of ids) expect(await it0.redemption(id)).toMatchObject({ state: "returned", return_reason: "refused" });
    expect(await it0.balance(customer)).toBe(200);
  });
});
