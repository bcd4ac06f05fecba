import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

/** A member who was erased or deleted, with what still stands in their name. */
export interface ClosedMember {
  customerId: CustomerId;
  because: "erased" | "deleted";
  pendingPoints: number;
  settledPoints: number;
  debtPoints: number;
  /** How often points left in this way before. */
  closings: number;
}

/** Those of the members who are closed; whoever was merged away is none, the survivor counts. */
export async function listClosedMembers(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<ClosedMember[]> {
  const rows = await tx.query<ClosedMember>(
    `SELECT c.customer_id::text AS "customerId", CASE WHEN c.redacted_at IS NOT NULL THEN 'erased' ELSE 'deleted' END AS because,
       coalesce(m.pending_points, 0)::float8 AS "pendingPoints", coalesce(m.settled_points, 0)::float8 AS "settledPoints", coalesce(m.debt_points, 0)::float8 AS "debtPoints",
       (SELECT count(*)::integer FROM ledger_entries e WHERE e.shop_id = $1 AND e.customer_id = c.customer_id AND e.key LIKE 'close:%') AS closings
     FROM customers c LEFT JOIN member_points m ON m.shop_id = $1 AND m.customer_id = c.customer_id
     WHERE c.shop_id = $1 AND c.customer_id = ANY ($2::bigint[]) AND c.merged_into_id IS NULL AND (c.redacted_at IS NOT NULL OR c.deleted_at IS NOT NULL)`,
    [shopId, customerIds],
  );
  return rows.rows;
}

/** Pending points of members, by order. */
export async function listPendingBookings(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<{ customerId: CustomerId; orderId: OrderId; points: number }[]> {
  const rows = await tx.query<{ customerId: CustomerId; orderId: OrderId; points: number }>(
    `SELECT customer_id::text AS "customerId", order_id::text AS "orderId", pending_points::float8 AS points FROM order_bookings
     WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND pending_points > 0 ORDER BY order_id`,
    [shopId, customerIds],
  );
  return rows.rows;
}

/** Nothing comes due for closed members any more, and no order of theirs waits to be released. */
export async function stopDues(tx: LockedTx, shopId: number, customerIds: CustomerId[]): Promise<void> {
  await tx.query("UPDATE order_bookings SET pending_points = 0 WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND pending_points > 0", [shopId, customerIds]);
  await tx.query("UPDATE member_points SET next_due_at = NULL WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND next_due_at IS NOT NULL", [shopId, customerIds]);
  await tx.query("UPDATE member_tiers SET next_due_at = NULL WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND next_due_at IS NOT NULL", [shopId, customerIds]);
  await tx.query("UPDATE customers SET dirty_since = NULL, next_due_at = NULL WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND deleted_at IS NOT NULL AND (dirty_since IS NOT NULL OR next_due_at IS NOT NULL)", [shopId, customerIds]);
}
