import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { Tx } from "#app/platform/db.server.ts";

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
 * customer's opening count is one less there. Answers the customers whose count this changed; a second time nobody.
 */
export async function admitFileOrders(tx: Tx, shopId: number, orderIds: OrderId[]): Promise<CustomerId[]> {
  const { rows } = await tx.query<{ customer_id: string }>(
    `WITH admitted AS (
       UPDATE orders o SET is_from_file = true FROM shops s
       WHERE s.id = $1 AND o.shop_id = $1 AND o.order_id = ANY ($2::bigint[]) AND o.created_at < s.history_horizon_at AND NOT o.is_from_file AND o.deleted_at IS NULL
       RETURNING o.customer_id
     ), counted AS (SELECT customer_id, count(*) AS orders FROM admitted WHERE customer_id IS NOT NULL GROUP BY customer_id)
     UPDATE customers c SET opening_count = greatest(0, c.opening_count - counted.orders) FROM counted
     WHERE c.shop_id = $1 AND c.customer_id = counted.customer_id RETURNING c.customer_id::text`,
    [shopId, orderIds],
  );
  return rows.map((row) => row.customer_id);
}
