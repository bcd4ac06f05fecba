import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { LockedTx } from "#app/platform/db.server.ts";

// The fences (OFFSET 0) have rows looked up by their own ids and hashes, whatever the statistics say: nobody looks through
// all orders that wait, of which a file may leave a hundred thousand for ever.
const JOIN = (waiting: string) => `
UPDATE orders o SET customer_id = m.customer_id
FROM (
  SELECT w.order_id, min(c.owner_id) AS customer_id
  FROM (${waiting}) w CROSS JOIN LATERAL (
    SELECT coalesce(merged_into_id, customer_id) AS owner_id FROM customers
    WHERE shop_id = $1 AND email_hash = w.email_hash AND deleted_at IS NULL AND redacted_at IS NULL OFFSET 0) c
  GROUP BY w.order_id
) m
WHERE o.shop_id = $1 AND o.order_id = m.order_id
RETURNING o.customer_id`;

const ORDERS_THAT_CAME = JOIN(`
  SELECT order_id, email_hash FROM (SELECT order_id, email_hash, customer_id FROM orders WHERE shop_id = $1 AND order_id = ANY ($2::bigint[]) OFFSET 0) came
  WHERE customer_id IS NULL AND email_hash IS NOT NULL`);

// A shop in which no order waits is asked about that, and about none of the customers.
const FOR_CUSTOMERS_THAT_CAME = JOIN(`
  SELECT k.order_id, k.email_hash FROM customers came CROSS JOIN LATERAL (
    SELECT order_id, email_hash FROM orders WHERE shop_id = $1 AND email_hash = came.email_hash AND customer_id IS NULL AND email_hash IS NOT NULL OFFSET 0) k
  WHERE came.shop_id = $1 AND came.customer_id = ANY ($2::bigint[])
    AND (SELECT EXISTS (SELECT FROM orders WHERE shop_id = $1 AND customer_id IS NULL AND email_hash IS NOT NULL))`);

/**
 * Orders that came without a customer wait under the keyed hash of their e-mail; those whose customer has appeared join
 * it. Of two customers with one address the older id is taken. An order waits only while nobody has its address, so it is
 * enough to look at orders of a batch that may wait (`orderIds`) and at customers who are new or changed (`customerIds`).
 * Answers the customers who gained orders.
 */
export async function joinWaitingOrders(tx: LockedTx, shopId: number, { orderIds, customerIds }: { orderIds: OrderId[]; customerIds: CustomerId[] }): Promise<CustomerId[]> {
  const joined: { customer_id: string }[] = [];
  if (orderIds.length > 0) joined.push(...(await tx.query<{ customer_id: string }>(ORDERS_THAT_CAME, [shopId, orderIds])).rows);
  if (customerIds.length > 0) joined.push(...(await tx.query<{ customer_id: string }>(FOR_CUSTOMERS_THAT_CAME, [shopId, customerIds])).rows);
  return [...new Set(joined.map((row) => row.customer_id))];
}
