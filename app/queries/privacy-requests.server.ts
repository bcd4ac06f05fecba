import { isDecimalId } from "#app/domain/ids.ts";
import { pool } from "#app/platform/db.server.ts";

export type PrivacyRequest = {
  id: string;
  kind: "data_request" | "redact";
  customerId: string;
  receivedAt: string;
  /** When an answer is due: 30 days after the request. */
  dueAt: string;
  completedAt: string | null;
};

/** Data requests and erasures of one shop, newest first, at most 250. */
export async function listPrivacyRequests(shopId: number): Promise<PrivacyRequest[]> {
  const { rows } = await pool.query<{ id: string; kind: PrivacyRequest["kind"]; customer_id: string; received_at: Date; due_at: Date; completed_at: Date | null }>(
    "SELECT id, kind, customer_id, received_at, due_at, completed_at FROM privacy_requests WHERE shop_id = $1 ORDER BY id DESC LIMIT 250",
    [shopId],
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    customerId: row.customer_id,
    receivedAt: row.received_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    completedAt: row.completed_at?.toISOString() ?? null,
  }));
}

/**
 * What is stored about one person: every row that names them, under any id that was merged into theirs, and orders that the
 * request names although they have no customer. Columns keep the names of the database, so that nothing can be left out by
 * a list; keyed hashes are not readable by anybody and stay away. Ids are texts.
 */
const STORED = `
  WITH people AS (
    SELECT c.* FROM customers c WHERE c.shop_id = $1 AND (c.customer_id = $2 OR c.merged_into_id = $2)
  ), named AS (
    SELECT o.* FROM orders o WHERE o.shop_id = $1 AND (o.customer_id = $2 OR (o.order_id = ANY ($3::bigint[]) AND o.customer_id IS NULL))
  )
  SELECT
    (SELECT jsonb_agg(to_jsonb(p) - ARRAY['shop_id', 'email_hash'] || jsonb_build_object('customer_id', p.customer_id::text) ORDER BY p.customer_id) FROM people p) AS customers,
    (SELECT jsonb_agg(to_jsonb(n) - ARRAY['shop_id', 'email_hash', 'checkout_token_hash', 'version_hash']
       || jsonb_build_object('order_id', n.order_id::text, 'customer_id', n.customer_id::text) ORDER BY n.processed_at, n.order_id) FROM named n) AS orders,
    (SELECT jsonb_agg(to_jsonb(t) - 'shop_id' || jsonb_build_object('order_id', t.order_id::text, 'transaction_id', t.transaction_id::text, 'parent_id', t.parent_id::text)
       ORDER BY t.processed_at, t.transaction_id) FROM order_transactions t WHERE t.shop_id = $1 AND t.order_id IN (SELECT order_id FROM named)) AS payments,
    (SELECT jsonb_agg(to_jsonb(r) - 'shop_id' || jsonb_build_object('order_id', r.order_id::text, 'refund_id', r.refund_id::text)
       ORDER BY r.created_at, r.refund_id) FROM refunds r WHERE r.shop_id = $1 AND r.order_id IN (SELECT order_id FROM named)) AS refunds,
    (SELECT jsonb_agg(to_jsonb(s) - 'shop_id' || jsonb_build_object('customer_id', s.customer_id::text, 'order_id', s.order_id::text) ORDER BY s.id)
       FROM stage_transitions s WHERE s.shop_id = $1 AND s.customer_id IN (SELECT customer_id FROM people)) AS stage_changes`;

/**
 * Everything that is stored about the customer of one data request, as a JSON document for download.
 * Undefined when the request is unknown, another shop's or an erasure.
 */
export async function findPersonalDocument(shopId: number, requestId: string, now: Date): Promise<{ fileName: string; json: string } | undefined> {
  if (!isDecimalId(requestId)) return undefined;
  const found = await pool.query<{ customer_id: string; order_ids: string[]; received_at: Date; domain: string }>(
    `SELECT coalesce(c.merged_into_id, r.customer_id) AS customer_id, r.order_ids, r.received_at, s.domain
     FROM privacy_requests r JOIN shops s ON s.id = r.shop_id LEFT JOIN customers c ON c.shop_id = r.shop_id AND c.customer_id = r.customer_id
     WHERE r.shop_id = $1 AND r.id = $2 AND r.kind = 'data_request'`,
    [shopId, requestId],
  );
  const request = found.rows[0];
  if (!request) return undefined;
  const stored = await pool.query<Record<string, unknown[] | null>>(STORED, [shopId, request.customer_id, request.order_ids]);
  const sections = Object.fromEntries(Object.entries(stored.rows[0] ?? {}).map(([name, rows]) => [name, rows ?? []]));
  const document = { shop: request.domain, requestedAt: request.received_at.toISOString(), writtenAt: now.toISOString(), customerId: request.customer_id, ...sections };
  return { fileName: `personal-data-${request.customer_id}.json`, json: `${JSON.stringify(document, null, 2)}\n` };
}
