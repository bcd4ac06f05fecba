import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWorker } from "#app/jobs/registry.server.ts";
import { sweep } from "#app/jobs/sweep.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { discountsOf, findDiscount } from "#standin/shop/discounts.ts";
import { DAY_MS, openRedeemingShop, redeemedId, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

let all: Lab;
let it0: RedeemingShop;
let worker: { stop(): Promise<void> };

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, [{ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500, validityDays: 1 }]);
  worker = await startWorker();
});
afterAll(async () => {
  await worker.stop();
  await all.stop();
});

const isIn = (id: string, state: string) => waitFor(`the redemption to be ${state}`, async () => (await it0.redemption(id)).state === state);

describe("the worker, by itself,", () => {
  it("carries a redemption out, also when the first answer is lost", async () => {
    const customer = await it0.customer(200);
    await isIn(redeemedId(await it0.redeem(customer, "five")), "issued");
    it0.lab.house.faults.admin.failNext.push({ operation: "discountCodeBasicCreate", kind: "lost-answer" });
    const id = redeemedId(await it0.redeem(customer, "five"));
    await isIn(id, "issued");
    expect([...discountsOf(it0.lab.house.shop).values()].filter((one) => one.title.includes(id))).toHaveLength(1);
  });

  it("starts the way back of a code that nobody used, with the minute's sweep", async () => {
    const customer = await it0.customer(100);
    const id = redeemedId(await it0.redeem(customer, "five"));
    await isIn(id, "issued");
    // As if its end had been a day ago.
    const endedAt = new Date(Date.now() - DAY_MS);
    await pool.query("UPDATE redemptions SET ends_at = $2 WHERE redemption_id = $1", [id, endedAt]);
    findDiscount(it0.lab.house.shop, (await it0.redemption(id)).code)!.endsAtMs = endedAt.getTime();
    await sweep(new Date());
    await isIn(id, "returned");
    expect(await it0.balance(customer)).toBe(100);
  });
});
