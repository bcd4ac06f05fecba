import { isDecimalId } from "#app/domain/ids.ts";
import { pool } from "#app/platform/db.server.ts";
import { pageLimit, readCursor, writeCursor } from "./cursor.ts";
import { maskPersonal } from "./mask-personal.ts";

export type ParkedDelivery = {
  id: string;
  topic: string;
  webhookId: string;
  receivedAt: string;
  triggeredAt: string | null;
  /** A sentence, as it was written when the delivery was parked. */
  reason: string;
  tries: number;
  /** When it was last tried; null where that was not kept. */
  triedAt: string | null;
  /** The order that the delivery is about, where its text still tells. */
  orderId: string | null;
  bodyBytes: number;
};

export type ParkedDeliveryDetail = ParkedDelivery & {
  /** The text as it came, with e-mail addresses, names, phones and addresses masked; indented where it is whole JSON. */
  maskedBody: string;
};

// A text about an order begins with the order's own id; it may end before it says more, or lack what should follow.
const COLUMNS = `e.id, e.topic, e.webhook_id, e.received_at, e.triggered_at, e.parked_reason, e.tries, e.settled_at, coalesce(octet_length(e.body), 0) AS body_bytes,
  coalesce(
    substring(e.body FROM 'gid://shopify/Order/(\\d{1,19})'),
    substring(e.body FROM '"order_id"\\s*:\\s*"?(\\d{1,19})'),
    CASE WHEN e.topic LIKE 'orders/%' THEN substring(e.body FROM '^\\s*\\{\\s*"id"\\s*:\\s*"?(\\d{1,19})["\\s,}]') END
  ) AS order_id`;
// Only what was parked before has been tried.
const RETRIED = "FROM inbox_events e JOIN shops s ON s.domain = e.shop_domain WHERE s.id = $1 AND e.state = 'pending' AND e.tries > 0";
const PARKED = "FROM inbox_events e JOIN shops s ON s.domain = e.shop_domain WHERE s.id = $1 AND e.state = 'parked'";

/** Deliveries that could not be read, newest first, and how many of such are being read again now (`retried`). `cursor` is the `nextCursor` of the page before; `limit` 1 to 250, default 50. */
export async function listParkedDeliveries(
  shopId: number,
  page: { limit?: number; cursor?: string },
): Promise<{ items: ParkedDelivery[]; nextCursor: string | null; total: number; retried: number }> {
  const limit = pageLimit(page.limit);
  const [beforeId = null] = page.cursor === undefined ? [] : readCursor(page.cursor, [(id) => id !== null && isDecimalId(id)]);
  const [{ rows }, counts] = await Promise.all([
    pool.query<Row>(`SELECT ${COLUMNS} ${PARKED} AND ($2::bigint IS NULL OR e.id < $2) ORDER BY e.id DESC LIMIT $3`, [shopId, beforeId, limit + 1]),
    pool.query<{ parked: string; retried: string }>(`SELECT (SELECT count(*) ${PARKED}) AS parked, (SELECT count(*) ${RETRIED}) AS retried`, [shopId]),
  ]);
  const last = rows[limit - 1];
  return {
    items: rows.slice(0, limit).map(toParkedDelivery),
    nextCursor: rows.length > limit && last ? writeCursor([last.id]) : null,
    total: Number(counts.rows[0]?.parked ?? 0),
    retried: Number(counts.rows[0]?.retried ?? 0),
  };
}

/** One parked delivery of this shop; undefined when it is unknown, another shop's or no longer parked. */
export async function findParkedDelivery(shopId: number, id: string): Promise<ParkedDeliveryDetail | undefined> {
  const row = await findRow(shopId, id);
  return row && { ...toParkedDelivery(row), maskedBody: maskPersonal(row.body ?? "") };
}

/** Whether this delivery was parked and is being read again now. */
export async function isBeingReadAgain(shopId: number, id: string): Promise<boolean> {
  return ((await pool.query(`SELECT 1 ${RETRIED} AND e.id = $2`, [shopId, id])).rowCount ?? 0) > 0;
}

/** The whole text as it came, with its personal details, for a download by the merchant. Undefined as in `findParkedDelivery`. */
export async function findParkedDeliveryBody(shopId: number, id: string): Promise<string | undefined> {
  const row = await findRow(shopId, id);
  return row && (row.body ?? "");
}

async function findRow(shopId: number, id: string): Promise<(Row & { body: string | null }) | undefined> {
  if (!isDecimalId(id)) return undefined;
  const { rows } = await pool.query<Row & { body: string | null }>(`SELECT ${COLUMNS}, e.body ${PARKED} AND e.id = $2`, [shopId, id]);
  return rows[0];
}

type Row = {
  id: string;
  topic: string;
  webhook_id: string;
  received_at: Date;
  triggered_at: Date | null;
  parked_reason: string | null;
  tries: number;
  settled_at: Date | null;
  body_bytes: number;
  order_id: string | null;
};

function toParkedDelivery(row: Row): ParkedDelivery {
  return {
    id: row.id,
    topic: row.topic,
    webhookId: row.webhook_id,
    receivedAt: row.received_at.toISOString(),
    triggeredAt: row.triggered_at?.toISOString() ?? null,
    reason: row.parked_reason ?? "",
    tries: row.tries,
    triedAt: row.settled_at?.toISOString() ?? null,
    orderId: row.order_id,
    bodyBytes: row.body_bytes,
  };
}
