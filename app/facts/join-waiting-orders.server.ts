import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { LockedTx } from "#app/platform/db.server.ts";

// The fences (OFFSET 0) have rows looked up by their own ids and hashes, whatever the statistics say: nobody looks through
// all orders that wait, of which a file may leave a hundred thousand for ever.
const JOIN = (waiting: string) => `
UPDATE orders o SET customer_id = m.owner_id, named_customer_id = m.alias_id
FROM (
  SELECT DISTINCT ON (w.order_id) w.order_id, coalesce(c.merged_into_id, c.customer_id) AS owner_id, CASE WHEN c.merged_into_id IS NOT NULL THEN c.customer_id END AS alias_id
  FROM (${waiting}) w CROSS JOIN LATERAL (
    SELECT customer_id, merged_into_id FROM customers
    WHERE shop_id = $1 AND email_hash = w.email_hash AND deleted_at IS NULL AND redacted_at IS NULL OFFSET 0) c
  ORDER BY w.order_id, c.customer_id
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
 * it. Of two customers with one address the older id is taken; for one who was merged away the survivor stands, and the order
 * remembers with whom it came. An order waits only while nobody has its address, so it is enough to look at orders of a batch
 * that may wait (`orderIds`) and at customers who are new or changed (`customerIds`). Answers the customers who gained orders.
 */
export async function joinWaitingOrders(tx: LockedTx, shopId: number, { orderIds, customerIds }: { orderIds: OrderId[]; customerIds: CustomerId[] }): Promise<CustomerId[]> {
  const joined: { customer_id: string }[] = [];
  if (orderIds.length > 0) joined.push(...(await tx.query<{ customer_id: string }>(ORDERS_THAT_CAME, [shopId, orderIds])).rows);
  if (customerIds.length > 0) joined.push(...(await tx.query<{ customer_id: string }>(FOR_CUSTOMERS_THAT_CAME, [shopId, customerIds])).rows);
  return [...new Set(joined.map((row) => row.customer_id))];
}

// Nobody gave these orders to the customer but their address. They leave now: whoever was deleted long ago may have got them by a
// merge that is told only now, and until then they were somebody else's.
const LEAVE = `
UPDATE orders o SET customer_id = NULL, named_customer_id = coalesce(o.named_customer_id, o.customer_id), changed_hands_at = $3 FROM customers c
WHERE o.shop_id = $1 AND o.customer_id = ANY ($2::bigint[]) AND o.customer_version_at IS NULL AND o.email_hash <> ''
  AND c.shop_id = $1 AND c.customer_id = o.customer_id AND c.deleted_at IS NOT NULL
RETURNING o.order_id`;

/**
 * Orders that had joined customers who are deleted now wait again, for the next one with their address, as they would had
 * they come only afterwards. They remember with whom they were: a merge that is told late still takes them along, and who is
 * erased later is erased from them too. Answers the customers whom they join at once.
 */
export async function leaveDeletedCustomers(tx: LockedTx, shopId: number, { customerIds, now }: { customerIds: CustomerId[]; now: Date }): Promise<CustomerId[]> {
  const left = await tx.query<{ order_id: OrderId }>(LEAVE, [shopId, customerIds, now]);
  return joinWaitingOrders(tx, shopId, { orderIds: left.rows.map((row) => row.order_id), customerIds: [] });
}
