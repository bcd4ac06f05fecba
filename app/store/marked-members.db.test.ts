import { beforeEach, expect, it } from "vitest";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { sweep } from "#app/jobs/sweep.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { getSyncState } from "#app/queries/sync-state.server.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";
import { isMemberDue } from "./due-members.server.ts";
import { listUnsettledOf } from "./find-customers.server.ts";
import { isMarkingOpen, markAllDirty, markNextMembers } from "./marked-members.server.ts";

const NOW = new Date("2026-04-01T00:00:00Z");
const MEMBERS = ["1", "2", "3", "4", "5"];
let shopId: number;
let shops = 0;

beforeEach(async () => {
  shopId = await storeShop(pool, { domain: `marked-${(shops += 1)}.myshopify.com` });
  await storeCustomers(pool, shopId, [...MEMBERS.map((id) => ({ id })), { id: 6, mergedIntoId: 1 }]);
  await settleDue(shopId, NOW);
});

const marked = async () => (await pool.query("SELECT customer_id FROM customers WHERE shop_id = $1 AND dirty_since IS NOT NULL ORDER BY 1", [shopId])).rows.map((row) => row.customer_id);
const isJobAsked = async () => (await pool.query("SELECT FROM graphile_worker.jobs WHERE key = $1", [`settle-due:${shopId}`])).rowCount === 1;
const markPiece = (limit: number) => holdingShopFacts(shopId, (tx) => markNextMembers(tx, shopId, { limit, now: NOW }));
const due = async () => {
  const answers = await Promise.all(MEMBERS.map(async (customerId) => ((await isMemberDue(pool, shopId, { customerId, now: NOW })) ? [customerId] : [])));
  return answers.flat();
};

it("after a rule changed for all, everybody is due at once, and is marked in pieces", async () => {
  expect(await due()).toEqual([]);
  await pool.query("DELETE FROM graphile_worker._private_jobs");
  await holdingShopFacts(shopId, (tx) => markAllDirty(tx, shopId));
  expect(await isJobAsked()).toBe(true);
  expect(await marked()).toEqual([]);
  expect(await due()).toEqual(MEMBERS);
  expect(await markPiece(2)).toBe(true);
  expect(await marked()).toEqual(["1", "2"]);
  expect(await due()).toEqual(MEMBERS);
  expect((await listUnsettledOf(pool, shopId, { customerIds: [...MEMBERS, "6"], now: NOW })).toSorted()).toEqual(MEMBERS);
  expect(await getSyncState(shopId, NOW)).toMatchObject({ isUpToDate: false, unsettledCustomers: MEMBERS.length });
  expect(await markPiece(10)).toBe(false);
  expect(await marked()).toEqual(MEMBERS);
  expect(await isMarkingOpen(pool, shopId)).toBe(false);
  expect(await getSyncState(shopId, NOW)).toMatchObject({ unsettledCustomers: MEMBERS.length });
});

it("who dies in between leaves the rest to the next, who is asked for within a minute", async () => {
  await holdingShopFacts(shopId, (tx) => markAllDirty(tx, shopId));
  await pool.query("DELETE FROM graphile_worker._private_jobs");
  await sweep(NOW);
  expect(await isJobAsked()).toBe(true);
  await markPiece(2);
  await settleDue(shopId, NOW);
  expect(await due()).toEqual([]);
  expect((await pool.query("SELECT FROM customers WHERE shop_id = $1 AND (dirty_since IS NOT NULL OR (settled_at IS NULL AND merged_into_id IS NULL))", [shopId])).rowCount).toBe(0);
});

it("a rule that changes again while not all are marked begins with the first", async () => {
  await holdingShopFacts(shopId, (tx) => markAllDirty(tx, shopId));
  await markPiece(2);
  await pool.query("UPDATE customers SET dirty_since = NULL WHERE shop_id = $1", [shopId]);
  await holdingShopFacts(shopId, (tx) => markAllDirty(tx, shopId));
  expect(await due()).toEqual(MEMBERS);
});

it("orders before an instant are opened again with their owners, also where a rule changes meanwhile", async () => {
  await storeOrders(pool, shopId, MEMBERS.flatMap((id) => [{ id: `${id}1`, customerId: id, processedAt: "2026-01-01T00:00:00Z" }, { id: `${id}2`, customerId: id, processedAt: "2026-03-01T00:00:00Z" }]));
  await pool.query(
    `INSERT INTO order_bookings (shop_id, customer_id, order_id, pending_points, credited_points, reversed_points, waived_points, compensated_points, entries, order_revision, booked_through)
     SELECT shop_id, customer_id, order_id, 0, 10, 0, 0, 0, 1, 1, $2 FROM orders WHERE shop_id = $1`,
    [shopId, NOW],
  );
  const reopened = async () => (await pool.query("SELECT order_id FROM order_bookings WHERE shop_id = $1 AND order_revision = 0 ORDER BY 1", [shopId])).rows.map((row) => row.order_id);
  await holdingShopFacts(shopId, (tx) => markAllDirty(tx, shopId, { reopensBefore: new Date("2026-02-01T00:00:00Z") }));
  await markPiece(2);
  expect(await reopened()).toEqual(["11", "21"]);
  await holdingShopFacts(shopId, (tx) => markAllDirty(tx, shopId));
  while (await markPiece(2));
  expect(await reopened()).toEqual(["11", "21", "31", "41", "51"]);
  await holdingShopFacts(shopId, (tx) => markAllDirty(tx, shopId));
  await pool.query("UPDATE order_bookings SET order_revision = 1 WHERE shop_id = $1", [shopId]);
  while (await markPiece(2));
  expect(await reopened()).toEqual([]);
});
