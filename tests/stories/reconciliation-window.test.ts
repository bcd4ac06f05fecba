import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { reconcileIds, reconcileUpdated } from "#app/jobs/reconcile.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { createCustomer } from "#standin/shop/change-customer.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { openLab, type Lab, type LabShop } from "#tests/factories/shop-lab.ts";
import { readScores } from "#tests/factories/stored-scores.ts";

const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number) => new Date(Math.floor((Date.now() - hours * HOUR_MS) / 1_000) * 1_000);

let lab: Lab;
let gifts: LabShop;
let shopCount = 0;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.stop());

beforeEach(async () => {
  shopCount += 1;
  gifts = lab.shop(`windows-${shopCount}.myshopify.com`);
  await gifts.install();
  await gifts.readHistory();
});

/** An order of a customer, of whom nothing is delivered. */
function loseOrder(): string {
  const customer = createCustomer(gifts.house.shop, { email: "jo@example.com" });
  placeOrder(gifts.house.shop, { customer: { id: customer.id }, createdAt: hoursAgo(0).toISOString(), totalMinor: 1_000 });
  gifts.takeTold();
  return customer.id;
}

const compareUpdated = async (now = new Date()) => reconcileUpdated(await gifts.row(), now);
const counted = async (id: string) => (await readScores(gifts.domain))[id]?.countedOrders;

it("a comparison as of a day to come leaves nothing out of those until then", async () => {
  await compareUpdated(hoursAgo(-8 * 24));
  const lost = loseOrder();
  await compareUpdated();
  expect(await counted(lost)).toBe(1);
});

it("nor does one that was noted so", async () => {
  await compareUpdated();
  await pool.query("UPDATE reconciliations SET started_at = started_at + interval '8 days' WHERE shop_id = $1", [(await gifts.row()).id]);
  const lost = loseOrder();
  await compareUpdated();
  expect(await counted(lost)).toBe(1);
});

it("customers of whom nothing was delivered are found also after all orders were compared by id", async () => {
  await pool.query("UPDATE shops SET installed_at = $2 WHERE domain = $1", [gifts.domain, hoursAgo(10)]);
  gifts.setClock(hoursAgo(6));
  const { id } = createCustomer(gifts.house.shop, { email: "never-heard@example.com" });
  gifts.takeTold();
  await reconcileIds(await gifts.row(), new Date());
  await compareUpdated();
  const { rows } = await pool.query("SELECT email FROM customers WHERE customer_id = $1", [id]);
  expect(rows).toEqual([{ email: "never-heard@example.com" }]);
});
