import type { OrderId } from "#app/domain/ids.ts";
import type { LockedTx } from "#app/platform/db.server.ts";

/** Payment, full refund and refunded amount of the named orders, from the facts that are there now. */
export async function deriveOrderTimes(tx: LockedTx, shopId: number, orderIds: OrderId[]): Promise<void> {
  await tx.query(
    `UPDATE orders o SET paid_at = t.paid_at, fully_refunded_at = t.fully_refunded_at, refunded_minor = t.refunded_minor
     FROM orders k CROSS JOIN LATERAL order_times(k.shop_id, k.order_id, k.processed_at, k.total_minor, k.original_total_minor, k.is_paid_seen, k.refunded_seen_at) t
     WHERE k.shop_id = $1 AND k.order_id = ANY ($2::bigint[]) AND o.shop_id = $1 AND o.order_id = k.order_id
       AND (o.paid_at, o.fully_refunded_at, o.refunded_minor) IS DISTINCT FROM (t.paid_at, t.fully_refunded_at, t.refunded_minor)`,
    [shopId, orderIds],
  );
}
