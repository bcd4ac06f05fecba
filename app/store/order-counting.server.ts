import type { OrderId } from "#app/domain/ids.ts";
import type { Tx } from "#app/platform/db.server.ts";

/**
 * Whether an order is among the counted ones: it is, it would be once paid, or it is left out for good as things stand.
 * `isAnotherPurchase` of one that would be: whether it adds to the number of counted orders; not where a day is one purchase and
 * another order of its day counts already.
 */
export type OrderCounting = { state: "counted" } | { state: "once_paid"; isAnotherPurchase: boolean } | { state: "left_out" };

/** How one order stands to the present counting policy at an instant; one without a customer is left out. */
export async function findOrderCounting(tx: Tx, shopId: number, { orderId, now }: { orderId: OrderId; now: Date }): Promise<OrderCounting> {
  const { rows } = await tx.query<{ isCounted: boolean; isAnotherPurchase: boolean }>(
    `SELECT c.is_counted AS "isCounted", NOT EXISTS (
       SELECT FROM countable_orders($1) d
       WHERE d.customer_id = o.customer_id AND d.counts_from <= $3 AND (d.counts_until IS NULL OR d.counts_until > $3) AND (d.rank_at, d.rank_id) = (o.rank_at, o.rank_id)
     ) AS "isAnotherPurchase"
     FROM shops s
     JOIN LATERAL (SELECT * FROM counting_policies cp WHERE cp.shop_id = s.id ORDER BY cp.version DESC LIMIT 1) p ON true
     CROSS JOIN LATERAL countable_orders_by($1, s.time_zone, s.history_horizon_at, 'creation', p.minimum_order_minor, p.excluded_tags, p.excluded_sources, p.merge_same_day) o
     CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM countable_orders($1) k WHERE k.order_id = o.order_id AND k.counts_from <= $3) AS is_counted) c
     WHERE s.id = $1 AND o.order_id = $2 AND (o.counts_until IS NULL OR o.counts_until > $3)`,
    [shopId, orderId, now],
  );
  const order = rows[0];
  if (!order) return { state: "left_out" };
  return order.isCounted ? { state: "counted" } : { state: "once_paid", isAnotherPurchase: order.isAnotherPurchase };
}
