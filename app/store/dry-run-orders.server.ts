import type { CustomerId } from "#app/domain/ids.ts";
import type { SettlingOrder } from "#app/domain/points/points-order.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { REFUND_FACTS } from "./refund-facts.ts";

/** A member's order and its rank among the counted ones now, null where it does not count. */
export interface DryRunOrder {
  customerId: CustomerId;
  order: SettlingOrder;
  rank: number | null;
}

/** Members with orders placed in a time (from inclusive, until exclusive), by id. */
export async function listBuyers(tx: Tx, shopId: number, { from, until }: { from: Date; until: Date }): Promise<CustomerId[]> {
  const rows = await tx.query<{ id: CustomerId }>(
    `SELECT DISTINCT customer_id AS ordinal, customer_id::text AS id FROM orders
     WHERE shop_id = $1 AND customer_id IS NOT NULL AND processed_at >= $2 AND processed_at < $3 AND deleted_at IS NULL AND NOT is_test ORDER BY 1`,
    [shopId, from, until],
  );
  return rows.rows.map(({ id }) => id);
}

/** Orders of members placed in a time, with what was refunded. Test orders and deleted ones are left out. */
export async function loadDryRunOrders(
  tx: Tx,
  shopId: number,
  { customerIds, from, until, now }: { customerIds: CustomerId[]; from: Date; until: Date; now: Date },
): Promise<DryRunOrder[]> {
  const rows = await tx.query<SettlingOrder & { customerId: CustomerId; rank: number | null; refunds: SettlingOrder["refunds"] | null }>(
    `WITH counted AS MATERIALIZED (
       SELECT * FROM counted_orders($1, $5, (SELECT min(id) FROM unnest($2::bigint[]) id), (SELECT max(id) FROM unnest($2::bigint[]) id)))
     SELECT o.customer_id::text AS "customerId", o.order_id::text AS "orderId", o.currency, o.source_name AS "sourceName", o.is_tax_included AS "isTaxIncluded",
       o.processed_at AS "processedAt", o.paid_at AS "paidAt", o.cancelled_at AS "cancelledAt", o.fully_refunded_at AS "fullyRefundedAt", o.deleted_at AS "deletedAt", o.lines, o.fulfillments,
       (c.seen_rank + coalesce(k.opening_count, 0))::integer AS rank,
       ${REFUND_FACTS} AS refunds
     FROM orders o JOIN customers k ON k.shop_id = $1 AND k.customer_id = o.customer_id LEFT JOIN counted c ON c.order_id = o.order_id
     WHERE o.shop_id = $1 AND o.customer_id = ANY ($2::bigint[]) AND o.processed_at >= $3 AND o.processed_at < $4 AND o.deleted_at IS NULL AND NOT o.is_test`,
    [shopId, customerIds, from, until, now],
  );
  return rows.rows.map(({ customerId, rank, refunds, ...order }) => ({ customerId, rank, order: { ...order, refunds: refunds ?? [] } }));
}
