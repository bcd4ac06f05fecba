import type { CustomerId } from "#app/domain/ids.ts";
import type { LockedTx } from "#app/platform/db.server.ts";

/**
 * Orders that came without a customer wait under the keyed hash of their e-mail; those whose customer has appeared join
 * it. Of two customers with one address the older id is taken. Answers the customers who gained orders.
 */
export async function joinWaitingOrders(tx: LockedTx, shopId: number): Promise<CustomerId[]> {
  const joined = await tx.query<{ customer_id: string }>(
    `UPDATE orders o SET customer_id = m.customer_id
     FROM (
       SELECT w.order_id, min(coalesce(c.merged_into_id, c.customer_id)) AS customer_id
       FROM orders w JOIN customers c ON c.shop_id = $1 AND c.email_hash = w.email_hash
       WHERE w.shop_id = $1 AND w.customer_id IS NULL AND w.email_hash IS NOT NULL AND c.deleted_at IS NULL AND c.redacted_at IS NULL
       GROUP BY w.order_id
     ) m
     WHERE o.shop_id = $1 AND o.order_id = m.order_id
     RETURNING o.customer_id`,
    [shopId],
  );
  return [...new Set(joined.rows.map((row) => row.customer_id))];
}
