import { expect } from "vitest";
import { inTransaction, pool, type Tx } from "#app/platform/db.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { decidePoints } from "#app/usecases/settle-points.server.ts";

type Booked = Record<string, { pending: number; net: number }>;

/**
 * What must hold of a shop's points at any time: every projection says what the ledger says, no lot is below nothing, and
 * what is booked for each order is what a recomputation from the stored facts alone would book.
 */
export async function checkPoints(shopId: number): Promise<{ entries: number }> {
  await expectNone("balances differ from the ledger", shopId, `
    SELECT coalesce(m.customer_id, e.customer_id) AS customer_id, m.pending_points, m.settled_points, e.pending, e.settled
    FROM (SELECT * FROM member_points WHERE shop_id = $1) m
    FULL JOIN (SELECT customer_id, sum(pending_points) AS pending, sum(settled_points) AS settled FROM ledger_entries WHERE shop_id = $1 GROUP BY 1) e
      ON e.customer_id = m.customer_id
    WHERE coalesce(m.pending_points, 0) <> coalesce(e.pending, 0) OR coalesce(m.settled_points, 0) <> coalesce(e.settled, 0)`);
  await expectNone("lots differ from balances", shopId, `
    SELECT m.customer_id, m.settled_points, m.debt_points, l.left_points FROM member_points m
    LEFT JOIN (SELECT customer_id, sum(left_points) AS left_points FROM lots WHERE shop_id = $1 GROUP BY 1) l ON l.customer_id = m.customer_id
    WHERE m.shop_id = $1 AND m.settled_points <> coalesce(l.left_points, 0) - m.debt_points`);
  await expectNone("bookings differ from the ledger", shopId, `
    SELECT b.order_id, b.pending_points, b.credited_points, b.reversed_points, b.waived_points, e.*
    FROM (SELECT order_id, sum(pending_points) AS pending_points, sum(credited_points - reversed_points) AS credited_points, sum(reversed_points) AS reversed_points,
            sum(waived_points) AS waived_points FROM order_bookings WHERE shop_id = $1 GROUP BY order_id) b
    LEFT JOIN (SELECT order_id, sum(pending_points) AS pending, sum(settled_points) AS settled, sum(waived_points) AS waived
          FROM ledger_entries WHERE shop_id = $1 AND order_id IS NOT NULL AND kind <> 'expire' GROUP BY order_id) e ON e.order_id = b.order_id
    WHERE b.pending_points <> coalesce(e.pending, 0) OR b.credited_points <> coalesce(e.settled, 0) OR b.waived_points <> coalesce(e.waived, 0)`);
  expect(await recompute(shopId), "booked, against a recomputation from the facts").toEqual(await readBooked(shopId));
  const { rows } = await pool.query<{ entries: number }>("SELECT count(*)::integer AS entries FROM ledger_entries WHERE shop_id = $1", [shopId]);
  return { entries: rows[0]?.entries ?? 0 };
}

async function expectNone(what: string, shopId: number, sql: string): Promise<void> {
  const { rows } = await pool.query(sql, [shopId]);
  expect(rows, what).toEqual([]);
}

async function readBooked(shopId: number): Promise<Booked> {
  const { rows } = await pool.query<{ customer_id: string; order_id: string; pending: number; net: number }>(
    `SELECT customer_id, order_id, pending_points::float8 AS pending, (credited_points - reversed_points - waived_points)::float8 AS net FROM order_bookings WHERE shop_id = $1`,
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
  await tx.query("DELETE FROM order_bookings WHERE shop_id = $1", [shopId]);
  await tx.query("DELETE FROM lots WHERE shop_id = $1", [shopId]);
  await tx.query("DELETE FROM member_points WHERE shop_id = $1", [shopId]);
  const { rows } = await tx.query<{ customer_id: string }>("SELECT customer_id FROM customers WHERE shop_id = $1 AND merged_into_id IS NULL", [shopId]);
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
