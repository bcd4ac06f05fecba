import { isDecimalId } from "#app/domain/ids.ts";
import { pool } from "#app/platform/db.server.ts";
import { listPersonalSections } from "./personal-document.server.ts";

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
 * Everything that is stored about the customer of one data request, as a JSON document for download: the rows of the person
 * under every id that was merged into theirs, and of orders that the request names although they have no customer.
 * Undefined when the request is unknown, another shop's or an erasure.
 */
export async function findPersonalDocument(shopId: number, requestId: string, now: Date): Promise<{ fileName: string; json: string } | undefined> {
  if (!isDecimalId(requestId)) return undefined;
  const found = await pool.query<{ customer_id: string; order_ids: string[]; received_at: Date; domain: string; name: string; currency: string; time_zone: string }>(
    `SELECT coalesce(c.merged_into_id, r.customer_id) AS customer_id, r.order_ids, r.received_at, s.domain, s.name, s.currency, s.time_zone
     FROM privacy_requests r JOIN shops s ON s.id = r.shop_id LEFT JOIN customers c ON c.shop_id = r.shop_id AND c.customer_id = r.customer_id
     WHERE r.shop_id = $1 AND r.id = $2 AND r.kind = 'data_request'`,
    [shopId, requestId],
  );
  const request = found.rows[0];
  if (!request) return undefined;
  const known = await pool.query<{ customer_ids: string[]; order_ids: string[] }>(
    `SELECT ARRAY(SELECT c.customer_id::text FROM customers c WHERE c.shop_id = $1 AND (c.customer_id = $2 OR c.merged_into_id = $2)) AS customer_ids,
       ARRAY(SELECT o.order_id::text FROM orders o WHERE o.shop_id = $1 AND (o.customer_id = $2 OR (o.order_id = ANY ($3::bigint[]) AND o.customer_id IS NULL))) AS order_ids`,
    [shopId, request.customer_id, request.order_ids],
  );
  const customerIds = [...new Set([request.customer_id, ...(known.rows[0]?.customer_ids ?? [])])];
  const sections = await listPersonalSections(shopId, { customerIds, orderIds: known.rows[0]?.order_ids ?? [], currency: request.currency, timeZone: request.time_zone });
  const document = {
    shop: { name: request.name, domain: request.domain }, "asked at": request.received_at.toISOString(), "written at": now.toISOString(), "customer number": request.customer_id, ...sections,
  };
  return { fileName: `personal-data-${request.customer_id}.json`, json: `${JSON.stringify(document, null, 2)}\n` };
}
