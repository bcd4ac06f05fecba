import { expect } from "vitest";
import { inTransaction, pool, type Tx } from "#app/platform/db.server.ts";
import { listPointsDifferences } from "#app/store/points-differences.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { decidePoints } from "#app/usecases/settle-points.server.ts";
import { checkBookings } from "./check-bookings.ts";
import { checkSentences } from "./check-sentences.ts";

type Booked = Record<string, { pending: number; net: number }>;

/**
 * What must hold of a shop's points at any time: every projection says what the ledger says, for each customer, no lot is below
 * nothing, no order gives its points twice, every sentence adds up to what its entry moved, and what is booked for each order is what a recomputation from the stored facts
 * alone would book. Customers who were erased or deleted are left out of the last: nothing more is booked for them.
 */
export async function checkPoints(shopId: number): Promise<{ entries: number }> {
  expect(await listPointsDifferences(pool, shopId), "balances, lots and bookings, against the ledger").toEqual([]);
  await checkBookings(shopId);
  await checkSentences(shopId);
  expect(await recompute(shopId), "booked, against a recomputation from the facts").toEqual(await readBooked(shopId));
  const { rows } = await pool.query<{ entries: number }>("SELECT count(*)::integer AS entries FROM ledger_entries WHERE shop_id = $1", [shopId]);
  return { entries: rows[0]?.entries ?? 0 };
}

async function readBooked(shopId: number): Promise<Booked> {
  const { rows } = await pool.query<{ customer_id: string; order_id: string; pending: number; net: number }>(
    `SELECT customer_id, order_id, pending_points::float8 AS pending, (credited_points - reversed_points - waived_points)::float8 AS net FROM order_bookings b
     WHERE shop_id = $1 AND NOT EXISTS (SELECT FROM customers c WHERE c.shop_id = $1 AND c.customer_id = b.customer_id AND (c.redacted_at IS NOT NULL OR c.deleted_at IS NOT NULL))`,
    [shopId],
  );
  return ofRows(rows);
}

async function recompute(shopId: number): Promise<Booked> {
  const undo = new Error("undo");
  let booked: Booked = {};
  await inTransaction(async (tx) => {
    booked = await decideAnew(tx, shopId);
    throw undo;
  }).catch((error: unknown) => {
    if (error !== undo) throw error;
  });
  return booked;
}

async function decideAnew(tx: Tx, shopId: number): Promise<Booked> {
  // Nothing of what orders earned is left that could lift anybody into a tier by points: no trigger keeps the ledger in a transaction that is undone.
  await tx.query("SET LOCAL session_replication_role = replica");
  await tx.query("DELETE FROM ledger_entries WHERE shop_id = $1 AND order_id IS NOT NULL", [shopId]);
  await tx.query("DELETE FROM order_bookings WHERE shop_id = $1", [shopId]);
  await tx.query("DELETE FROM lots WHERE shop_id = $1", [shopId]);
  await tx.query("DELETE FROM member_points WHERE shop_id = $1", [shopId]);
  const { rows } = await tx.query<{ customer_id: string }>("SELECT customer_id FROM customers WHERE shop_id = $1 AND merged_into_id IS NULL AND redacted_at IS NULL AND deleted_at IS NULL", [shopId]);
  const decision = await decidePoints(tx, shopId, { customerIds: rows.map((row) => row.customer_id), versions: await listProgramVersions(tx, shopId), now: new Date() });
  return ofRows(
    decision.rows.map((row) => {
      const booking = decision.bookings.get(row)!;
      return { customer_id: row.customerId, order_id: row.order.orderId, pending: booking.pending, net: booking.credited - booking.reversed - booking.waived };
    }),
  );
}

/** Orders that hold nothing are left out: one that changed hands leaves an empty booking with its former customer. */
const ofRows = (rows: { customer_id: string; order_id: string; pending: number; net: number }[]): Booked =>
  Object.fromEntries(rows.filter((row) => row.pending !== 0 || row.net !== 0).map(({ customer_id: customer, order_id: order, pending, net }) => [`${customer}/${order}`, { pending, net }]));
