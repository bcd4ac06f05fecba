import type { LockedTx, Tx } from "#app/platform/db.server.ts";
import { enqueueJob, settleDueOf } from "./jobs.server.ts";

/**
 * Has every member of the shop settled anew, after a rule changed for all, and asks for the job that does it: it marks them piece
 * by piece (markNextMembers). Orders before `reopensBefore` are judged again, whatever was booked for them.
 */
export async function markAllDirty(tx: LockedTx, shopId: number, { reopensBefore }: { reopensBefore?: Date } = {}): Promise<void> {
  await beginMarking(tx, shopId, reopensBefore);
  await enqueueJob(tx, settleDueOf(shopId));
}

/** The same for a read of history, which settles everybody itself before it ends: a second job would settle the same members beside it. */
export const markAllForHistory = (tx: LockedTx, shopId: number): Promise<void> => beginMarking(tx, shopId);

async function beginMarking(tx: LockedTx, shopId: number, reopensBefore?: Date): Promise<void> {
  await tx.query("UPDATE shops SET marked_through_id = 0, reopens_before = greatest(reopens_before, $2) WHERE id = $1", [shopId, reopensBefore ?? null]);
}

/** Whether everybody is to be settled anew and not all are marked yet. */
export async function isMarkingOpen(tx: Tx, shopId: number): Promise<boolean> {
  return (await tx.query("SELECT FROM shops WHERE id = $1 AND marked_through_id IS NOT NULL", [shopId])).rowCount === 1;
}

/**
 * Marks the next members, so many at most, where everybody is to be settled anew, and opens what was booked for orders that are
 * to be judged again. Answers whether some are left. Whoever dies in between leaves the rest to the next.
 */
export async function markNextMembers(tx: LockedTx, shopId: number, { limit, now }: { limit: number; now: Date }): Promise<boolean> {
  const { rows } = await tx.query<{ after_id: string; through_id: string | null; members: number; reopens_before: Date | null }>(
    `SELECT s.marked_through_id::text AS after_id, max(p.customer_id)::text AS through_id, count(p.customer_id)::integer AS members, s.reopens_before
     FROM shops s LEFT JOIN LATERAL (SELECT customer_id FROM customers WHERE shop_id = $1 AND customer_id > s.marked_through_id ORDER BY customer_id LIMIT $2) p ON true
     WHERE s.id = $1 AND s.marked_through_id IS NOT NULL GROUP BY s.id`,
    [shopId, limit],
  );
  const [piece] = rows;
  if (!piece) return false;
  const span = [shopId, piece.after_id, piece.through_id];
  if (piece.reopens_before) {
    await tx.query(
      `UPDATE order_bookings b SET order_revision = 0 FROM orders o
       WHERE b.shop_id = $1 AND b.customer_id > $2 AND b.customer_id <= $3 AND o.shop_id = $1 AND o.order_id = b.order_id AND o.processed_at < $4`,
      [...span, piece.reopens_before],
    );
  }
  await tx.query("UPDATE customers SET dirty_since = $4 WHERE shop_id = $1 AND customer_id > $2 AND customer_id <= $3 AND dirty_since IS NULL AND merged_into_id IS NULL", [...span, now]);
  const isLeft = piece.members === limit;
  await tx.query("UPDATE shops SET marked_through_id = CASE WHEN $2 THEN $3::bigint END, reopens_before = CASE WHEN $2 THEN reopens_before END WHERE id = $1", [shopId, isLeft, piece.through_id]);
  return isLeft;
}
