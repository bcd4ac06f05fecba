import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

/** An order that is known already; one that was deleted stays deleted, whatever a file says. */
export interface KnownOrder {
  orderId: OrderId;
  name: string | null;
}

/** The orders of these ids, and of these names, that the shop has. */
export async function findKnownOrders(tx: Tx, shopId: number, { orderIds, names }: { orderIds: OrderId[]; names: string[] }): Promise<KnownOrder[]> {
  const known = await tx.query<KnownOrder>(`SELECT order_id::text AS "orderId", name FROM orders WHERE shop_id = $1 AND order_id = ANY ($2::bigint[])`, [shopId, orderIds]);
  if (names.length === 0) return known.rows;
  const named = await tx.query<KnownOrder>(`SELECT order_id::text AS "orderId", name FROM orders WHERE shop_id = $1 AND name = ANY ($2::text[])`, [shopId, names]);
  return [...known.rows, ...named.rows];
}

/**
 * Orders that a file brought count although Shopify does not let us read their time any more: each that lay inside its
 * customer's opening count is one less there, or in that of who was merged into the customer. Answers the customers whose
 * count this changed; a second time nobody.
 */
export async function admitFileOrders(tx: LockedTx, shopId: number, orderIds: OrderId[]): Promise<CustomerId[]> {
  const { rows } = await tx.query<{ customer_id: string }>(
    `WITH admitted AS (
       UPDATE orders o SET is_from_file = true FROM shops s
       WHERE s.id = $1 AND o.shop_id = $1 AND o.order_id = ANY ($2::bigint[]) AND o.created_at < s.history_horizon_at AND NOT o.is_from_file AND o.deleted_at IS NULL
       RETURNING o.customer_id
     ), counted AS (SELECT customer_id, count(*) AS orders FROM admitted WHERE customer_id IS NOT NULL GROUP BY customer_id
     ), before AS (
       SELECT n.customer_id, greatest(0, n.orders - k.opening_count) AS beyond, greatest(0, k.opening_count - n.orders) AS own FROM counted n JOIN customers k ON k.shop_id = $1 AND k.customer_id = n.customer_id
     ), merged AS (
       SELECT a.customer_id, a.opening_count, b.beyond - coalesce(sum(a.opening_count) OVER (PARTITION BY b.customer_id ORDER BY a.customer_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS beyond
       FROM before b JOIN customers a ON a.shop_id = $1 AND a.merged_into_id = b.customer_id WHERE b.beyond > 0 AND a.opening_count > 0
     ), reduced AS (
       UPDATE customers a SET opening_count = greatest(0, m.opening_count - m.beyond) FROM merged m WHERE a.shop_id = $1 AND a.customer_id = m.customer_id AND m.beyond > 0
     )
     UPDATE customers c SET opening_count = b.own FROM before b WHERE c.shop_id = $1 AND c.customer_id = b.customer_id RETURNING c.customer_id::text`,
    [shopId, orderIds],
  );
  return rows.map((row) => row.customer_id);
}
