import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { cancelRedemption } from "#app/usecases/cancel-redemption.server.ts";
import { endRedemptions } from "#app/usecases/end-redemptions.server.ts";
import { cancelOrder, deleteOrder } from "#standin/shop/change-order.ts";
import { mergeCustomers } from "#standin/shop/change-customer.ts";
import { discountStatus, findDiscount, placeOrderWithCode } from "#standin/shop/discounts.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { refundOrder } from "#standin/shop/refund-order.ts";
import { checkPoints } from "#tests/factories/check-points.ts";
import { checkRebuilt } from "#tests/factories/check-rebuilt.ts";
import { bookFile, undoFile } from "#tests/factories/points-file.ts";
import { DAY_MS, openRedeemingShop, redeemedId, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const FIVE_OFF = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500, validityDays: 30 };
const KEPT = { ...FIVE_OFF, id: "kept", name: "5 off for good", returnOnCancel: false };
// A minute after a code is dead, orders with it are looked for.
const LOOKED = 2;

let all: Lab;
let it0: RedeemingShop;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, [FIVE_OFF, KEPT]);
});
afterAll(() => all.stop());

const cancel = (redemptionId: string) => cancelRedemption(it0.shop.id, { redemptionId, now: new Date() });
const later = (minutes: number) => Date.now() + minutes * 60_000;

/** A customer with 100 points who has bought the code, and the code. */
async function bought(rewardId = "five", points = 100) {
  const customer = await it0.customer(points);
  const id = redeemedId(await it0.redeem(customer, rewardId));
  await it0.perform();
  const { code } = await it0.redemption(id);
  return { customer, id, code };
}

const buyWith = ({ code, customer }: { code: string; customer: { id: string } }, more: { deliver?: boolean } = {}) =>
  placeOrderWithCode(it0.lab.house.shop, { code, customer: { id: customer.id }, totalMinor: 2_500, ...more });

describe("points come back", () => {
  it("and are taken where the file that had brought them was taken back meanwhile", async () => {
    for (const [given, left] of [[0, 0], [30, 30]] as const) {
      const customer = await it0.customer(0);
      const importId = await bookFile(it0.shop.id, customer, 100);
      const id = redeemedId(await it0.redeem(customer, "five"));
      await it0.perform();
      if (given > 0) await adjustPoints(it0.shop.id, { customerId: customer.id, points: given, reason: "a gift", by: "test", idempotencyKey: `more-${customer.id}` }, new Date());
      await undoFile(it0.shop.id, importId);
      expect(await it0.balance(customer)).toBe(given);
      await cancel(id);
      for (const minutes of [0, LOOKED, 2 * LOOKED]) await it0.perform(minutes);
      expect(await it0.redemption(id)).toMatchObject({ state: "returned" });
      expect(await it0.balance(customer)).toBe(left);
      expect((await it0.entries(customer)).slice(-2)).toEqual([["redeem_returned", 100, 0], ["adjust", -100, 0]]);
    }
    await checkRebuilt(it0.shop.id);
    await checkPoints(it0.shop.id);
  });

  it("and stay where a file had taken them and gave them back", async () => {
    const customer = await it0.customer(100);
    const importId = await bookFile(it0.shop.id, customer, -60, "adjust");
    await undoFile(it0.shop.id, importId);
    const id = redeemedId(await it0.redeem(customer, "five"));
    await it0.perform();
    await cancel(id);
    for (const minutes of [0, LOOKED, 2 * LOOKED]) await it0.perform(minutes);
    expect(await it0.balance(customer)).toBe(100);
    await checkRebuilt(it0.shop.id);
  });

  it("when nobody used the code by its end, and the code stays dead", async () => {
    const { customer, id, code } = await bought();
    const AFTER = 32 * 24 * 60;
    expect(await endRedemptions(it0.shop.id, new Date(Date.now() + 29 * DAY_MS))).toBe(0);
    expect(await endRedemptions(it0.shop.id, new Date(later(AFTER)))).toBe(1);
    expect(await it0.redemption(id)).toMatchObject({ state: "releasing" });
    expect(await it0.balance(customer)).toBe(0);
    await it0.perform(AFTER);
    await it0.perform(AFTER + LOOKED);
    expect(await it0.redemption(id)).toMatchObject({ state: "returned", return_reason: "unused" });
    expect(await it0.balance(customer)).toBe(100);
    expect(discountStatus(findDiscount(it0.lab.house.shop, code)!, later(AFTER))).toBe("EXPIRED");
  });

  it("when the order that used it is cancelled or fully refunded, and not after a partial refund", async () => {
    for (const undo of ["cancel", "refund"] as const) {
      const { customer, id, code } = await bought();
      const order = buyWith({ code, customer });
      await it0.hear();
      refundOrder(it0.lab.house.shop, order, { amountMinor: 500, atMs: later(0) });
      await it0.hear();
      await it0.perform(LOOKED);
      expect(await it0.redemption(id)).toMatchObject({ state: "used" });
      if (undo === "cancel") cancelOrder(it0.lab.house.shop, order, later(0) + 2_000);
      else refundOrder(it0.lab.house.shop, order, { full: true, atMs: later(0) + 2_000 });
      await it0.hear();
      await it0.perform();
      await it0.perform(LOOKED);
      expect(await it0.redemption(id)).toMatchObject({ state: "returned", return_reason: undo === "cancel" ? "order_cancelled" : "order_refunded" });
      const kinds = (await it0.entries(customer)).map(([kind]) => kind);
      expect(kinds.filter((kind) => kind === "redeem_returned")).toHaveLength(1);
    }
  });

  it("when the order that used it is deleted", async () => {
    const { customer, id, code } = await bought();
    const order = buyWith({ code, customer });
    await it0.hear();
    expect(await it0.redemption(id)).toMatchObject({ state: "used" });
    deleteOrder(it0.lab.house.shop, order, later(0));
    await it0.hear();
    await it0.perform();
    await it0.perform(LOOKED);
    expect(await it0.redemption(id)).toMatchObject({ state: "returned", return_reason: "order_cancelled" });
    expect(await it0.balance(customer)).toBe(100);
  });

  it("not after a cancellation where the merchant has said so", async () => {
    const { customer, id, code } = await bought("kept");
    const order = buyWith({ code, customer });
    await it0.hear();
    cancelOrder(it0.lab.house.shop, order, later(0));
    await it0.hear();
    await it0.perform(LOOKED);
    expect(await it0.redemption(id)).toMatchObject({ state: "used", order_id: order.id });
  });

  it("not while an order that we have not heard of carries the code", async () => {
    const { customer, id, code } = await bought();
    const order = buyWith({ code, customer }, { deliver: false });
    expect(await cancel(id)).toMatchObject({ outcome: "cancelling", redemption: { state: "releasing", code: null } });
    await it0.perform();
    await it0.perform(LOOKED);
    expect(await it0.redemption(id)).toMatchObject({ state: "used", order_id: order.id });
    expect(await it0.entries(customer)).toEqual([["adjust", 100, 0], ["redeem", -100, 0]]);
  });

  it("not when an order with the code arrives while it is being taken back", async () => {
    const { customer, id, code } = await bought();
    const order = buyWith({ code, customer });
    await cancel(id);
    await it0.hear();
    await it0.perform();
    await it0.perform(LOOKED);
    expect(await it0.redemption(id)).toMatchObject({ state: "used", order_id: order.id });
  });
});

describe("nobody ends with points for an order that was returned", () => {
  it("although they were spent while it was returned and then came back", async () => {
    const customer = await it0.customer(0);
    const order = placeOrder(it0.lab.house.shop, { customer: { id: customer.id }, totalMinor: 10_000, processedAt: new Date(later(-10)).toISOString() });
    await it0.hear();
    const id = redeemedId(await it0.redeem(customer, "five"));
    await it0.perform();
    refundOrder(it0.lab.house.shop, order, { full: true, atMs: later(0) });
    await it0.hear();
    expect((await it0.entries(customer)).slice(-2)).toEqual([["redeem", -100, 0], ["reverse_waived", 0, 100]]);
    await cancel(id);
    await it0.perform();
    await it0.perform(LOOKED);
    expect((await it0.entries(customer)).slice(-3)).toEqual([["redeem_returned", 100, 0], ["reverse_waived", 0, -100], ["reverse", -100, 0]]);
    expect(await it0.balance(customer)).toBe(0);
    const { rows } = await pool.query("SELECT reversed_points::int AS reversed, waived_points::int AS waived, entries FROM order_bookings WHERE shop_id = $1 AND order_id = $2", [it0.shop.id, order.id]);
    expect(rows).toEqual([{ reversed: 100, waived: 0, entries: expect.any(Number) }]);
    await settleDue(it0.shop.id, new Date(later(9)));
    expect(await it0.balance(customer)).toBe(0);
  });
});

describe("two customers who become one", () => {
  it("keep a code that was bought before, now for the survivor", async () => {
    const { customer, id, code } = await bought();
    const survivor = await it0.customer(10);
    mergeCustomers(it0.lab.house.shop, { keep: survivor, remove: customer, status: "completed" });
    await it0.hear();
    await it0.perform(LOOKED);
    const discount = findDiscount(it0.lab.house.shop, code)!;
    expect(discount.customerIds.has(survivor.id)).toBe(true);
    expect(discountStatus(discount, Date.now())).toBe("ACTIVE");
    buyWith({ code, customer: survivor });
    await it0.hear();
    expect(await it0.redemption(id)).toMatchObject({ state: "used" });
  });
});
