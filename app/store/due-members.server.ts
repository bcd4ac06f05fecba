import type { CustomerId } from "#app/domain/ids.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** Whether a member waits to be settled: by a mark, that they have or that everybody gets, because a fact's time has come, or because points or a tier came due by `now`. */
export async function isMemberDue(tx: Tx, shopId: number, { customerId, now }: { customerId: CustomerId; now: Date }): Promise<boolean> {
  const { rows } = await tx.query(
    `SELECT 1 FROM customers c JOIN shops s ON s.id = $1 LEFT JOIN member_points m ON m.shop_id = $1 AND m.customer_id = $2 LEFT JOIN member_tiers t ON t.shop_id = $1 AND t.customer_id = $2
     WHERE c.shop_id = $1 AND c.customer_id = $2 AND (c.dirty_since IS NOT NULL OR c.customer_id > s.marked_through_id OR c.next_due_at <= $3 OR m.next_due_at <= $3 OR t.next_due_at <= $3)`,
    [shopId, customerId, now],
  );
  return rows.length > 0;
}
