import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { LockedTx } from "#app/platform/db.server.ts";

/**
 * Orders are gone from the shop. The rows stay as marks, without codes and tokens, also for orders that we never saw, so that
 * a late delivery does not bring one back; totals stay for figures of days before, and lines and fulfilments for what decided
 * the points of other orders. A deletion has no time of its own: it counts from when it is first seen.
 */
export async function deleteOrders(tx: LockedTx, shopId: number, { orderIds, now }: { orderIds: OrderId[]; now: Date }): Promise<CustomerId[]> {
  if (orderIds.length === 0) return [];
  const marked = await tx.query<{ customer_id: string | null }>(
    `INSERT INTO orders AS o (shop_id, order_id, created_at, processed_at, updated_at, version_hash, deleted_at, is_paid_seen, is_test, tags, currency,
       is_tax_included, total_minor, subtotal_minor, discount_minor, tax_minor, shipping_minor, discount_codes, fulfillments, lines)
     SELECT $1, gone.order_id, $3, $3, $3, 'deleted', $3, false, false, '{}', s.currency, false, 0, 0, 0, 0, 0, '{}', '[]', '[]'
     FROM (SELECT DISTINCT unnest($2::bigint[]) AS order_id) gone JOIN shops s ON s.id = $1
     ON CONFLICT (shop_id, order_id) DO UPDATE SET deleted_at = excluded.deleted_at, email_hash = NULL, checkout_token_hash = NULL,
       discount_codes = '{}', reread_needed_at = NULL
     WHERE o.deleted_at IS NULL
     RETURNING o.customer_id`,
    [shopId, orderIds, now],
  );
  return [...new Set(marked.rows.flatMap((row) => row.customer_id ?? []))];
}
