import { afterAll, beforeAll, expect, it } from "vitest";
import { reconcileIds } from "#app/jobs/reconcile.server.ts";
import { TASKS } from "#app/jobs/registry.server.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { createCustomer } from "#standin/shop/change-customer.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { openLab, type Lab, type LabShop } from "#tests/factories/shop-lab.ts";

const DAY_MS = 86_400_000;
// More than a read leaves out: each comes after an order that is recorded.
const ODD_ORDERS = 25;

let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.stop());

/** A shop whose orders of a year ago are more odd than a read leaves out. */
function openOddShop(domain: string): LabShop {
  const pots = lab.shop(domain, { scopes: ["read_all_orders"] });
  const startMs = Math.floor(Date.now() / 1_000) * 1_000 - 400 * DAY_MS;
  const people = Array.from({ length: 20 }, () => createCustomer(pots.house.shop, {}));
  for (let n = 0; n < 60; n += 1) {
    const isOdd = n % 2 === 1 && n < 2 * ODD_ORDERS;
    placeOrder(pots.house.shop, { customer: { id: people[n % 20]!.id }, createdAt: new Date(startMs + n * 3_600_000).toISOString(), totalMinor: isOdd ? 1e24 : 1_000 });
  }
  return pots;
}

const readsOf = async (shopId: number) => (await pool.query("SELECT subject, state FROM backfills WHERE shop_id = $1 ORDER BY subject", [shopId])).rows;
const countTransitions = async (shopId: number) => (await pool.query("SELECT FROM stage_transitions WHERE shop_id = $1", [shopId])).rowCount;

it("is made up by a comparison without telling of old orders as changes of today", async () => {
  const pots = openOddShop("pots.myshopify.com");
  await pots.install();
  await pots.readHistory();
  const { id } = await pots.row();
  expect(await readsOf(id)).toEqual([{ subject: "customers", state: "done" }, { subject: "orders", state: "failed" }]);

  const found = await reconcileIds(await pots.row(), new Date());
  await settleDue(id, new Date());

  expect(found?.differingIds.length).toBeGreaterThan(0);
  expect(found?.unreadableIds).toHaveLength(ODD_ORDERS);
  expect(await countTransitions(id)).toBe(0);
}, 60_000);

it("does not keep an order of afterwards, whose delivery was lost, from being a change of today", async () => {
  const jugs = openOddShop("jugs.myshopify.com");
  await jugs.install();
  await jugs.readHistory();
  const { id } = await jugs.row();
  await reconcileIds(await jugs.row(), new Date());
  const { id: customerId } = createCustomer(jugs.house.shop, {});
  placeOrder(jugs.house.shop, { customer: { id: customerId }, totalMinor: 1_000 });
  await reconcileIds(await jugs.row(), new Date(Date.now() + 3_600_000));
  await settleDue(id, new Date());
  expect(await countTransitions(id)).toBe(1);
}, 60_000);

it("asks for no comparison, which would read the history order by order", async () => {
  const bowls = openOddShop("bowls.myshopify.com");
  await bowls.install();
  const { id } = await bowls.row();
  for (;;) {
    await pool.query("DELETE FROM graphile_worker._private_jobs");
    await TASKS["advance-backfill"]!({ shopId: id }, {} as never);
    if ((await pool.query("SELECT FROM graphile_worker.jobs WHERE key = $1", [`advance-backfill:${id}`])).rowCount === 0) break;
  }
  expect(await readsOf(id)).toContainEqual({ subject: "orders", state: "failed" });
  expect((await pool.query("SELECT FROM graphile_worker.jobs WHERE key = $1", [`reconcile-ids:${id}`])).rowCount).toBe(0);
}, 60_000);
