import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arm } from "#app/domain/holdout/arm.ts";
import { pool } from "#app/platform/db.server.ts";
import { assignArms, countArms } from "#app/store/holdout.server.ts";
import { getShopHash } from "#app/store/shops.server.ts";
import { armOf } from "#app/usecases/arm-of.server.ts";
import { setHoldoutPercent } from "#app/usecases/set-holdout-percent.server.ts";
import { createCustomer, mergeCustomers } from "#standin/shop/change-customer.ts";
import type { CustomerRecord } from "#standin/shop/records.ts";
import { openLab, type Lab, type LabShop } from "#tests/factories/shop-lab.ts";

let all: Lab;
let shops = 0;
beforeAll(async () => {
  all = await openLab();
});
afterAll(() => all.stop());

type HoldoutShop = { lab: LabShop; shopId: number; customers: CustomerRecord[]; ask: (customer: { id: string } | null) => Promise<string> };

async function openShop(count: number): Promise<HoldoutShop> {
  const lab = all.shop(`holdout-${(shops += 1)}.myshopify.com`);
  const customers = Array.from({ length: count }, () => createCustomer(lab.house.shop, { deliver: false }));
  const { id: shopId } = await lab.install();
  await lab.readHistory();
  lab.takeTold();
  return { lab, shopId, customers, ask: (customer) => armOf(pool, shopId, customer?.id ?? null, new Date()) };
}

const written = async (shopId: number) =>
  (await pool.query<{ customer_id: string; arm: string; percent: number }>("SELECT customer_id, arm, percent FROM holdout_assignments WHERE shop_id = $1 ORDER BY customer_id", [shopId])).rows;

describe("holding out", () => {
  it("writes the answer down before it is given, and gives the same for ever", async () => {
    const { shopId, customers, ask } = await openShop(40);
    const { holdout } = await getShopHash(pool, { id: shopId, domain: `holdout-${shops}.myshopify.com` });
    const first = await Promise.all(customers.map(ask));
    expect(first).toEqual(customers.map(({ id }) => arm(holdout, id, 10)));
    expect(await written(shopId)).toEqual(customers.map(({ id }, at) => ({ customer_id: id, arm: first[at], percent: 10 })));
    expect(await Promise.all(customers.map(ask))).toEqual(first);
  });

  it("gives everybody who asks at once the same answer", async () => {
    const { shopId, customers: [customer], ask } = await openShop(1);
    expect(new Set(await Promise.all(Array.from({ length: 20 }, () => ask(customer!)))).size).toBe(1);
    expect(await written(shopId)).toHaveLength(1);
  });

  it("keeps the arm that was written first, should another be worked out meanwhile", async () => {
    const { shopId, customers: [customer] } = await openShop(1);
    const assign = async (arm: "treated" | "held_out") => (await assignArms(pool, shopId, { assigned: [{ customerId: customer!.id, arm }], percent: 10, now: new Date() })).map((one) => one.arm);
    expect([await assign("held_out"), await assign("treated")]).toEqual([["held_out"], ["held_out"]]);
  });

  it("moves nobody who has an arm when the share is changed, and follows it for everybody else", async () => {
    const { shopId, customers, ask } = await openShop(60);
    const [before, after] = [customers.slice(0, 30), customers.slice(30)];
    expect(await setHoldoutPercent(shopId, { percent: 0, by: "Ann" }, new Date())).toEqual({ outcome: "saved" });
    expect(new Set(await Promise.all(before.map(ask)))).toEqual(new Set(["treated"]));
    expect(await setHoldoutPercent(shopId, { percent: 20, by: "Ann" }, new Date())).toEqual({ outcome: "saved" });
    expect(new Set(await Promise.all(before.map(ask)))).toEqual(new Set(["treated"]));
    const { holdout } = await getShopHash(pool, { id: shopId, domain: `holdout-${shops}.myshopify.com` });
    expect(await Promise.all(after.map(ask))).toEqual(after.map(({ id }) => arm(holdout, id, 20)));
  });

  it.each([-1, 21, 10.5, Number.NaN, "10", null])("refuses a share of %s with a sentence", async (percent) => {
    const { shopId } = await openShop(0);
    expect(await setHoldoutPercent(shopId, { percent, by: "Ann" }, new Date())).toEqual({ outcome: "invalid", message: "Choose a whole number from 0 to 20." });
  });

  it("treats an order without a customer, and somebody nobody has heard of, and measures neither", async () => {
    const { shopId, ask } = await openShop(0);
    expect([await ask(null), await ask({ id: "4711" })]).toEqual(["treated", "treated"]);
    expect(await written(shopId)).toEqual([]);
  });
});

describe("customers who are merged", () => {
  async function armed(shopId: number, { id }: CustomerRecord, arm: string): Promise<void> {
    await pool.query("INSERT INTO holdout_assignments (shop_id, customer_id, arm, percent, assigned_at) VALUES ($1, $2, $3, 10, now())", [shopId, id, arm]);
  }
  const merge = async (lab: LabShop, keep: CustomerRecord, remove: CustomerRecord) => {
    mergeCustomers(lab.house.shop, { keep, remove, status: "completed" });
    await lab.deliver(lab.takeTold());
  };

  it("across arms are left out of the measurement, and the survivor stays in their arm", async () => {
    const { lab, shopId, customers: [a, b], ask } = await openShop(2);
    await armed(shopId, a!, "treated");
    await armed(shopId, b!, "held_out");
    await merge(lab, a!, b!);
    expect([await ask(a!), await ask(b!)]).toEqual(["treated", "treated"]);
    expect(await countArms(pool, shopId)).toEqual({ treated: 0, heldOut: 0, leftOut: 1 });
  });

  it("of one arm count once", async () => {
    const { lab, shopId, customers: [a, b], ask } = await openShop(2);
    await armed(shopId, a!, "held_out");
    await armed(shopId, b!, "held_out");
    await merge(lab, a!, b!);
    expect(await ask(a!)).toBe("held_out");
    expect(await countArms(pool, shopId)).toEqual({ treated: 0, heldOut: 1, leftOut: 0 });
  });

  it("leave their arm to a survivor who had none", async () => {
    const { lab, shopId, customers: [a, b], ask } = await openShop(2);
    await armed(shopId, b!, "held_out");
    await merge(lab, a!, b!);
    expect([await ask(a!), await ask(b!)]).toEqual(["held_out", "held_out"]);
    expect(await countArms(pool, shopId)).toEqual({ treated: 0, heldOut: 1, leftOut: 0 });
  });
});
