import { pool } from "#app/platform/db.server.ts";

/** What is kept of one customer's score, as the merchant's pages and the API read it. Instants as ISO texts. */
export type Score = {
  countedOrders: number;
  openingCount: number;
  stage: string;
  stageSince: string | null;
  stageOrderId: string | null;
  firstOrderAt: string | null;
  lastOrderAt: string | null;
  spentMinor: number;
};

/** Scores of a shop's living customers, by id. Customers merged into another are left out. */
export async function readScores(domain: string): Promise<Record<string, Score>> {
  const { rows } = await pool.query<Score & { id: string }>(
    `SELECT c.customer_id AS id, c.counted_orders AS "countedOrders", c.order_count - c.counted_orders AS "openingCount", c.stage,
       to_char(c.stage_since, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "stageSince", c.stage_order_id AS "stageOrderId",
       to_char(c.first_order_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "firstOrderAt", to_char(c.last_order_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "lastOrderAt",
       c.spent_minor::float8 AS "spentMinor"
     FROM customers c JOIN shops s ON s.id = c.shop_id
     WHERE s.domain = $1 AND c.merged_into_id IS NULL AND c.deleted_at IS NULL ORDER BY c.customer_id`,
    [domain],
  );
  return Object.fromEntries(rows.map(({ id, ...score }) => [id, score]));
}

/**
 * Everything that is kept of a shop's orders, payments and refunds, but how and when it came here, and what a later read cannot
 * know: whose orders were before and until when, when they were tagged, and whether Shopify called them paid before an edit. Orders
 * that cost nothing at first are left out: they never count, and Shopify calls them paid at one time and voided at another.
 */
export async function readFacts(domain: string): Promise<unknown[]> {
  const { rows } = await pool.query<{ order: unknown }>(
    `SELECT jsonb_build_object(
       'order', to_jsonb(o) - ARRAY['shop_id', 'read_at', 'customer_version_at', 'email_hash', 'checkout_token_hash', 'reread_needed_at', 'refunded_seen_at', 'is_paid_seen', 'revision',
         'named_customer_id', 'first_customer_id', 'first_customer_version_at', 'changed_hands_at', 'tags_seen'],
       'payments', (SELECT jsonb_agg(to_jsonb(t) - 'shop_id' ORDER BY t.transaction_id) FROM order_transactions t WHERE t.shop_id = o.shop_id AND t.order_id = o.order_id),
       'refunds', (SELECT jsonb_agg(to_jsonb(r) - ARRAY['shop_id', 'lines', 'adjustments'] ORDER BY r.refund_id) FROM refunds r WHERE r.shop_id = o.shop_id AND r.order_id = o.order_id)
     ) AS "order"
     FROM orders o JOIN shops s ON s.id = o.shop_id WHERE s.domain = $1 AND o.deleted_at IS NULL AND o.original_total_minor > 0 ORDER BY o.order_id`,
    [domain],
  );
  return rows.map((row) => row.order);
}
