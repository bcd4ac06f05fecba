import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { checkPoints } from "#app/jobs/check-points.server.ts";
import { runJobByHand } from "#app/jobs/run-by-hand.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { getSyncState } from "#app/queries/sync-state.server.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import type { CustomerRecord } from "#standin/shop/records.ts";
import { checkPoints as expectAllIsWell } from "#tests/factories/check-points.ts";
import { openRedeemingShop, redeemedId, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const FIVE_OFF = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 30, amountMinor: 500 };

let all: Lab;
let it0: RedeemingShop;
let customer: CustomerRecord;

beforeAll(async () => {
  all = await openLab();
});
afterAll(() => all.stop());

beforeEach(async () => {
  it0 = await openRedeemingShop(all, [FIVE_OFF]);
  customer = await it0.customer(50);
  placeOrder(it0.lab.house.shop, { customer: { id: customer.id }, totalMinor: 4_000, processedAt: new Date(Date.now() - 60_000).toISOString() });
  await it0.hear();
  redeemedId(await it0.redeem(customer, "five"));
});

const shown = async () => (await getSyncState(it0.shop.id, new Date())).points?.membersDiffering;
const tables = async () => Promise.all(["lots", "order_bookings", "member_points"].map(async (table) => (await pool.query(`SELECT to_jsonb(t) - ARRAY['next_due_at', 'order_revision', 'booked_through'] AS row FROM ${table} t WHERE shop_id = $1 ORDER BY 1`, [it0.shop.id])).rows));

it("a shop whose balances agree with the ledger says so, and rebuilding it changes nothing", async () => {
  expect(await checkPoints(it0.shop.id, new Date())).toBe(0);
  expect(await shown()).toBe(0);
  const before = await tables();
  await runJobByHand({ name: "rebuild-points", shopDomain: it0.shop.domain, at: undefined });
  expect(await tables()).toEqual(before);
});

it.each([
  ["a balance that is too high", "UPDATE member_points SET settled_points = settled_points + 1000 WHERE shop_id = $1"],
  ["a balance that is gone", "UPDATE member_points SET settled_points = 0, pending_points = 7 WHERE shop_id = $1"],
  ["a lot that has more than was given", "UPDATE lots SET points = points + 5, left_points = left_points + 5 WHERE shop_id = $1 AND order_id IS NULL"],
  ["a lot whose points were spent and are there again", "UPDATE lots SET left_points = left_points + redeemed_points, redeemed_points = 0 WHERE shop_id = $1"],
  ["lots that are gone", "DELETE FROM lots WHERE shop_id = $1"],
  ["an order that has booked too little", "UPDATE order_bookings SET credited_points = credited_points - 1 WHERE shop_id = $1"],
  ["an order whose booking is gone", "DELETE FROM order_bookings WHERE shop_id = $1"],
])("%s is found, shown in plain words on Home, and mended from the ledger", async (_, harm) => {
  const before = await tables();
  expect((await pool.query(harm, [it0.shop.id])).rowCount).toBeGreaterThan(0);
  expect(await checkPoints(it0.shop.id, new Date())).toBeGreaterThan(0);
  expect(await shown()).toBe(1);
  const entries = () => pool.query("SELECT count(*)::int AS n FROM ledger_entries WHERE shop_id = $1", [it0.shop.id]).then(({ rows }) => rows[0]);
  const [written] = [await entries()];
  expect(await runJobByHand({ name: "rebuild-points", shopDomain: it0.shop.domain, at: undefined })).toEqual({ outcome: "done" });
  expect(await shown()).toBe(0);
  expect(await entries()).toEqual(written);
  expect(await tables()).toEqual(before);
  expect(await it0.balance(customer)).toBe(60);
  await expectAllIsWell(it0.shop.id);
});
