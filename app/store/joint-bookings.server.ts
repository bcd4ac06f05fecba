import type { CustomerId } from "#app/domain/ids.ts";
import type { JointBooking } from "#app/domain/points/take-doubled.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

// What was given up when the order left is in the entries since whoever had it earned by it last; the rest of what was waived,
// such as by a refund, is nobody else's.
const LEFT = `SELECT sum(e.waived_points) FROM ledger_entries e
  WHERE e.shop_id = $1 AND e.order_id = s.order_id AND e.customer_id IN (SELECT k.customer_id FROM customers k WHERE k.shop_id = $1 AND (k.customer_id = $3 OR k.merged_into_id = $3))
    AND (e.why ->> 'reason' = 'another_customer' OR e.why ->> 'kind' IN ('waiver_taken', 'given_twice'))
    AND e.id > coalesce((SELECT max(l.id) FROM ledger_entries l WHERE l.shop_id = $1 AND l.order_id = s.order_id AND l.customer_id = e.customer_id AND l.why ->> 'kind' IN ('earned', 'released')), 0)`;

const net = (b: string) => `greatest(0, ${b}.credited_points - ${b}.reversed_points - ${b}.waived_points)`;

/**
 * Orders that two customers have booked, the one of whom gave up points when the order left that the other has from it: what
 * the two come to together, once they are one. To be asked when the customers are one and their bookings are not yet.
 */
export async function loadDoubledBookings(tx: Tx, shopId: number, { removedId, survivorId }: { removedId: CustomerId; survivorId: CustomerId }): Promise<JointBooking[]> {
  const { rows } = await tx.query<JointBooking>(
    `SELECT * FROM (
       SELECT s.order_id::text AS "orderId", (SELECT max(e.program_version) FROM ledger_entries e WHERE e.shop_id = $1 AND e.order_id = s.order_id) AS "programVersion",
         least((${LEFT}), least(${net("s")}, r.waived_points) + least(${net("r")}, s.waived_points))::float8 AS doubled,
         (r.reversed_points + s.reversed_points)::float8 AS reversed, (r.waived_points + s.waived_points)::float8 AS waived,
         (r.compensated_points + s.compensated_points)::float8 AS compensated, greatest(r.entries, s.entries) AS entries
       FROM order_bookings r JOIN order_bookings s ON s.shop_id = $1 AND s.customer_id = $3 AND s.order_id = r.order_id
       WHERE r.shop_id = $1 AND r.customer_id = $2 AND (r.waived_points > 0 OR s.waived_points > 0)) joint
     WHERE doubled > 0 ORDER BY "orderId"`,
    [shopId, removedId, survivorId],
  );
  return rows;
}

/** Writes what was taken back of orders that had been given twice. */
export async function writeJointBookings(tx: LockedTx, shopId: number, { customerId, bookings }: { customerId: CustomerId; bookings: JointBooking[] }): Promise<void> {
  await tx.query(
    `UPDATE order_bookings b SET reversed_points = x.reversed, waived_points = x.waived, compensated_points = x.compensated, entries = x.entries
     FROM json_to_recordset($3::json) AS x("orderId" bigint, reversed bigint, waived bigint, compensated bigint, entries integer)
     WHERE b.shop_id = $1 AND b.customer_id = $2 AND b.order_id = x."orderId"`,
    [shopId, customerId, JSON.stringify(bookings)],
  );
}
