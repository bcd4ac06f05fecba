import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { cancelRedemption } from "#app/usecases/cancel-redemption.server.ts";
import { setPaused } from "#app/usecases/publish-program.server.ts";
import { recordGrantedScopes } from "#app/usecases/update-scopes.server.ts";
import { redeemReward } from "#app/usecases/redeem-reward.server.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { refundOrder } from "#standin/shop/refund-order.ts";
import { discountsOf, findDiscount, placeOrderWithCode } from "#standin/shop/discounts.ts";
import { createCustomer } from "#standin/shop/change-customer.ts";
import { checkPoints } from "#tests/factories/check-points.ts";
import { openRedeemingShop, redeemedId, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const FIVE_OFF = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500, minimumOrderMinor: 2_000, combinesWith: { shippingDiscounts: true } };
const SLIDER = { id: "slide", kind: "slider", name: "Any amount off", pointsPerMinor: 0.5, minimumPoints: 100, maximumPoints: 1_000, stepPoints: 50 };
const FREE_SHIPPING = { id: "ship", kind: "free_shipping", name: "Free shipping", costPoints: 50 };
const FREE_MUG = { id: "mug", kind: "free_product", name: "A mug", costPoints: 80, productId: "4242" };

let all: Lab;
let it0: RedeemingShop;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, [FIVE_OFF, SLIDER, FREE_SHIPPING, FREE_MUG]);
});
afterAll(() => all.stop());

describe("a reward that a customer buys", () => {
  it("is a code for this customer and one order, as it was told before the click, and its order confirms it", async () => {
    const customer = await it0.customer(150);
    const redeemed = await it0.redeem(customer, "five");
    const id = redeemedId(redeemed);
    expect(redeemed).toMatchObject({ redemption: { state: "issuing", code: null, points: 100, grant: { kind: "amount_off", amountMinor: 500 } } });
    expect(await it0.balance(customer)).toBe(50);
    expect(await it0.perform()).toBe(1);
    const { code, state } = await it0.redemption(id);
    expect(state).toBe("issued");
    expect(code).toMatch(/^[2-9A-Z]{14}$/);
    expect(findDiscount(it0.lab.house.shop, code)).toMatchObject({
      usageLimit: 1, minimumMinor: 2_000, value: { kind: "amount", amountMinor: 500 }, customerIds: new Set([customer.id]),
      combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
    });
    const stranger = await it0.customer(0);
    expect(() => placeOrderWithCode(it0.lab.house.shop, { code, customer: { id: stranger.id }, totalMinor: 3_000 })).toThrow("not for this customer");
    const order = placeOrderWithCode(it0.lab.house.shop, { code: code.toLowerCase(), customer: { id: customer.id }, totalMinor: 3_000 });
    expect(order.totalMinor).toBe(2_500);
    await it0.hear();
    expect(await it0.redemption(id)).toMatchObject({ state: "used", order_id: order.id, confirmed_at: expect.any(Date) });
    // 25 pounds were paid.
    expect(await it0.balance(customer)).toBe(75);
  });

  it("is told to the shop's own pages at once: whoever goes on to the cart must not read the points of before", async () => {
    const tellings = async () => (await pool.query("SELECT 1 FROM graphile_worker.jobs WHERE key = $1 AND run_at <= now()", [`push-summaries:${it0.shop.id}`])).rowCount;
    await pool.query("SELECT graphile_worker.remove_job($1)", [`push-summaries:${it0.shop.id}`]);
    const customer = await it0.customer(150);
    expect(await it0.redeem(customer, "nothing")).toEqual({ outcome: "reward_unknown" });
    expect(await tellings()).toBe(0);
    redeemedId(await it0.redeem(customer, "five"));
    expect(await tellings()).toBe(1);
  });

  it("takes the amount that was chosen on a slider, free shipping and one free product as well", async () => {
    const customer = await it0.customer(500);
    expect(await it0.redeem(customer, "slide", { points: 120 })).toEqual({ outcome: "points_not_offered", minimumPoints: 100, maximumPoints: 1_000, stepPoints: 50 });
    const ids = [redeemedId(await it0.redeem(customer, "slide", { points: 150 })), redeemedId(await it0.redeem(customer, "ship")), redeemedId(await it0.redeem(customer, "mug"))];
    await it0.perform();
    const [slide, ship, mug] = await Promise.all(ids.map(async (id) => findDiscount(it0.lab.house.shop, (await it0.redemption(id)).code)));
    expect(slide?.value).toEqual({ kind: "amount", amountMinor: 300 });
    expect(ship).toMatchObject({ type: "DiscountCodeFreeShipping", value: { kind: "free-shipping" } });
    expect(mug).toMatchObject({ type: "DiscountCodeBxgy", value: { kind: "free-product", productIds: ["4242"] } });
    expect(await it0.balance(customer)).toBe(220);
  });

  it("takes no points for a slider when a merchant's program does not say how many", async () => {
    const customer = await it0.customer(500);
    const asked = { customerId: customer.id, rewardId: "slide", idempotencyKey: "unsaid", by: { kind: "merchant", name: "API (Till)" } as const, now: new Date() };
    expect(await redeemReward(it0.shop.id, asked)).toEqual({ outcome: "points_not_offered", minimumPoints: 100, maximumPoints: 1_000, stepPoints: 50 });
    expect(await it0.balance(customer)).toBe(500);
    expect(await redeemReward(it0.shop.id, { ...asked, points: 150 })).toMatchObject({ outcome: "redeemed", redemption: { points: 150 } });
  });

  it("is refused in words that say why", async () => {
    const customer = await it0.customer(99);
    expect(await it0.redeem(customer, "five")).toEqual({ outcome: "insufficient_points", costPoints: 100, availablePoints: 99 });
    expect(await it0.redeem(customer, "nothing")).toEqual({ outcome: "reward_unknown" });
    expect(await it0.redeem({ id: "999" }, "five")).toEqual({ outcome: "customer_unknown" });
    expect(await it0.balance(customer)).toBe(99);
  });

  it("waits until the customer has signed in, unless the merchant redeems for them", async () => {
    const unclaimed = createCustomer(it0.lab.house.shop, { email: "guest@example.com" });
    await it0.hear();
    const ask = (by: { kind: "customer" } | { kind: "merchant"; name: string }) =>
      redeemReward(it0.shop.id, { customerId: unclaimed.id, rewardId: "five", idempotencyKey: `guest-${by.kind}`, by, now: new Date() });
    expect(await ask({ kind: "customer" })).toEqual({ outcome: "not_claimed" });
    expect(await ask({ kind: "merchant", name: "Ann" })).toMatchObject({ outcome: "insufficient_points" });
  });

  it("is not offered where the shop has taken its grant of discounts back", async () => {
    const poor = await openRedeemingShop(all, [FIVE_OFF]);
    await recordGrantedScopes(poor.shop.id, { scopes: [], now: new Date() });
    expect(await poor.redeem(await poor.customer(100), "five")).toEqual({ outcome: "scopes_missing", scopes: ["write_discounts"] });
  });

  it("is bought once however often the same request comes, also at the same time", async () => {
    const customer = await it0.customer(1_000);
    const answers = await Promise.all(Array.from({ length: 10 }, () => it0.redeem(customer, "five", { key: "once" })));
    expect(new Set(answers.map(redeemedId)).size).toBe(1);
    expect(await it0.balance(customer)).toBe(900);
    expect(await it0.redeem(customer, "ship", { key: "once" })).toEqual({ outcome: "key_used_differently" });
  });

  it("is bought exactly as often as 50 requests at once can pay for", async () => {
    const customer = await it0.customer(750);
    const answers = await Promise.all(Array.from({ length: 50 }, () => it0.redeem(customer, "five")));
    expect(answers.filter(({ outcome }) => outcome === "redeemed")).toHaveLength(7);
    expect(answers.filter(({ outcome }) => outcome === "insufficient_points")).toHaveLength(43);
    expect(await it0.balance(customer)).toBe(50);
    const before = discountsOf(it0.lab.house.shop).size;
    expect(await it0.perform()).toBeGreaterThanOrEqual(7);
    expect(discountsOf(it0.lab.house.shop).size - before).toBeGreaterThanOrEqual(7);
    // Lots that were written from an old reading would give a balance that is right and points that are not.
    await checkPoints(it0.shop.id);
  });

  it("is not for a member in debt, whose debt is paid first by the points that come back", async () => {
    const shop = await openRedeemingShop(all, [FIVE_OFF], { program: { refundPolicy: "allow_negative" } });
    const customer = await shop.customer(0);
    const order = placeOrder(shop.lab.house.shop, { customer: { id: customer.id }, totalMinor: 10_000, processedAt: new Date(Date.now() - 600_000).toISOString() });
    await shop.hear();
    const id = redeemedId(await shop.redeem(customer, "five"));
    refundOrder(shop.lab.house.shop, order, { full: true, atMs: Date.now() });
    await shop.hear();
    expect(await shop.balance(customer)).toBe(-100);
    expect(await shop.redeem(customer, "five")).toEqual({ outcome: "in_debt", debtPoints: 100 });
    await cancelRedemption(shop.shop.id, { redemptionId: id, now: new Date() });
    expect(await shop.balance(customer)).toBe(0);
    expect(await shop.redeem(customer, "five")).toEqual({ outcome: "insufficient_points", costPoints: 100, availablePoints: 0 });
  });

  it("is not offered while the program is paused", async () => {
    const shop = await openRedeemingShop(all, [FIVE_OFF]);
    const customer = await shop.customer(100);
    await setPaused(shop.shop.id, true, { by: "test", now: new Date() });
    expect(await shop.redeem(customer, "five")).toEqual({ outcome: "paused" });
    expect(await shop.balance(customer)).toBe(100);
  });

  it("comes back at once when it is cancelled before Shopify heard of it", async () => {
    const customer = await it0.customer(100);
    await it0.perform();
    const before = discountsOf(it0.lab.house.shop).size;
    const id = redeemedId(await it0.redeem(customer, "five"));
    expect(await cancelRedemption(it0.shop.id, { redemptionId: id, now: new Date() })).toMatchObject({ outcome: "cancelling", redemption: { state: "returned", returnReason: "cancelled" } });
    expect(await it0.perform()).toBe(0);
    expect(discountsOf(it0.lab.house.shop).size).toBe(before);
    expect(await it0.balance(customer)).toBe(100);
    expect(await cancelRedemption(it0.shop.id, { redemptionId: id, now: new Date() })).toEqual({ outcome: "not_cancellable", state: "returned" });
  });
});
