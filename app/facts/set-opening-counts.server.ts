import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { LockedTx } from "#app/platform/db.server.ts";

/** What Shopify says of one customer: how many orders there are in all, and which of them it lets us read. */
export interface OrderTotal {
  customerId: CustomerId;
  ordersTotal: number;
  readableIds: OrderId[];
}

/**
 * How many orders of each customer lie before what the shop lets us read: all of them less those that we see, never below
 * zero. Taken once for each customer, when history is first read with them in it; until all orders were read once, each read that
 * was asked for later takes it anew, as what the one before would have shown may be out of sight by then.
 *
 * `readAt` is when the totals were asked for. An order that we saw by then counts as seen although it may be too old to be
 * readable now, as all are that came while the shop showed everything, or in a file; one that came since is not in the total,
 * nor is one that no version of Shopify's gives to the customer, but only its address.
 */
export async function setOpeningCounts(tx: LockedTx, shopId: number, { totals, readAt, now }: { totals: OrderTotal[]; readAt: Date; now: Date }): Promise<void> {
  await tx.query(
    `UPDATE customers c SET opening_taken_at = $4, opening_count = greatest(0, t."ordersTotal" - cardinality(t."readableIds") - (
       SELECT count(*) FROM orders o JOIN shops s ON s.id = o.shop_id
       WHERE o.shop_id = $1 AND o.customer_id = c.customer_id AND o.deleted_at IS NULL AND o.created_at < $3
         AND (o.customer_version_at IS NOT NULL OR o.is_from_file)
         AND (s.history_horizon_at IS NULL OR o.created_at >= s.history_horizon_at OR o.is_from_file)
         AND NOT o.order_id = ANY (t."readableIds")))
     FROM json_to_recordset($2::json) AS t("customerId" bigint, "ordersTotal" integer, "readableIds" bigint[])
     WHERE c.shop_id = $1 AND c.customer_id = t."customerId" AND (c.opening_taken_at IS NULL OR (c.opening_taken_at < $3
       AND NOT EXISTS (SELECT FROM backfills b WHERE b.shop_id = $1 AND b.subject = 'orders' AND b.state = 'done')))`,
    [shopId, JSON.stringify(totals), readAt, now],
  );
}

/** Everything is readable from now on: no order lies before what we see. */
export async function dropOpeningCounts(tx: LockedTx, shopId: number): Promise<void> {
  await tx.query("UPDATE customers SET opening_count = 0 WHERE shop_id = $1 AND opening_count > 0", [shopId]);
}
