import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { endRedemptions } from "#app/usecases/end-redemptions.server.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { DAY_MS, openRedeemingShop, redeemedId, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const FIVE_OFF = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500, validityDays: 60 };
const MINUTES_A_DAY = 24 * 60;

let all: Lab;
let it0: RedeemingShop;

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, [FIVE_OFF], { program: { expiry: { kind: "fixed", months: 1 } } });
});
afterAll(() => all.stop());

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

describe("points whose day passes while they are held for a code", () => {
  it("live 30 days from their return, and end then; a member without any lot left comes due once", async () => {
    const customer = await it0.customer(0);
    placeOrder(it0.lab.house.shop, { customer: { id: customer.id }, totalMinor: 10_000, processedAt: inDays(-0.01).toISOString() });
    await it0.hear();
    const id = redeemedId(await it0.redeem(customer, "five"));
    await it0.perform();
    await settleDue(it0.shop.id, inDays(40));
    expect(await it0.entries(customer)).toEqual([["earn_released", 100, 0], ["redeem", -100, 0]]);
    expect(await endRedemptions(it0.shop.id, inDays(62))).toBe(1);
    await it0.perform(62 * MINUTES_A_DAY);
    await it0.perform(62 * MINUTES_A_DAY + 2);
    expect(await it0.redemption(id)).toMatchObject({ state: "returned" });
    await settleDue(it0.shop.id, inDays(90));
    expect(await it0.balance(customer)).toBe(100);
    const { rows } = await pool.query<{ days: number }>("SELECT expires_on - current_date AS days FROM lots WHERE shop_id = $1 AND customer_id = $2", [it0.shop.id, customer.id]);
    expect(rows[0]?.days).toBeGreaterThanOrEqual(91);
    await settleDue(it0.shop.id, inDays(95));
    expect((await it0.entries(customer)).slice(-2)).toEqual([["redeem_returned", 100, 0], ["expire", -100, 0]]);
    expect(await it0.balance(customer)).toBe(0);
  });
});

describe("points whose time since the last order or redemption is over while they are held for a code", () => {
  it("live as long from their return, and end nothing before it", async () => {
    const rolling = await openRedeemingShop(all, [FIVE_OFF], { program: { expiry: { kind: "rolling", months: 1 } } });
    const customer = await rolling.customer(0);
    placeOrder(rolling.lab.house.shop, { customer: { id: customer.id }, totalMinor: 10_000, processedAt: inDays(-0.01).toISOString() });
    await rolling.hear();
    redeemedId(await rolling.redeem(customer, "five"));
    await rolling.perform();
    expect(await endRedemptions(rolling.shop.id, inDays(62))).toBe(1);
    await rolling.perform(62 * MINUTES_A_DAY);
    await rolling.perform(62 * MINUTES_A_DAY + 2);
    await settleDue(rolling.shop.id, inDays(88));
    expect(await rolling.balance(customer)).toBe(100);
    await settleDue(rolling.shop.id, inDays(95));
    expect((await rolling.entries(customer)).slice(-2)).toEqual([["redeem_returned", 100, 0], ["expire", -100, 0]]);
  });
});

describe("a redemption", () => {
  it("takes three transactions: asked for, attempted, answered", async () => {
    const customers = await Promise.all(Array.from({ length: 10 }, () => it0.customer(100)));
    let transactions = 0;
    const count = () => (transactions += 1);
    pool.on("acquire", count);
    for (const customer of customers) await it0.redeem(customer, "five");
    expect(await it0.perform()).toBe(10);
    pool.off("acquire", count);
    // Beside them only reads: the token for each call, and twice what the job itself asks: whether there is more, and when.
    const reads = 10 + 2;
    expect(transactions - reads).toBeLessThanOrEqual(3 * 10);
  });
});
