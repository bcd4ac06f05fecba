import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** An order as Shopify lists it: decimal id and when it changed last. */
export interface ListedOrder {
  orderId: OrderId;
  updatedAt: Date;
}

export type ReconciliationKind = "updated" | "ids";

/** A comparison that is under way, and where it stands. */
export interface OpenReconciliation {
  id: string;
  /** From when changes are compared; null for everything. */
  fromAt: Date | null;
  startedAt: Date;
  /** What is listed: orders, then, where changes are compared, customers. */
  listing: "orders" | "customers";
  /** Behind which page of the list it goes on; null: from the beginning. */
  pageCursor: string | null;
  /** The last order of that page where all are compared by id, else "0". */
  afterOrderId: OrderId;
}

const OPEN = `id::text, from_at AS "fromAt", started_at AS "startedAt", listing, page_cursor AS "pageCursor", after_order_id::text AS "afterOrderId"`;

/** Notes that a comparison with Shopify has begun. */
export async function startReconciliation(tx: Tx, shopId: number, { kind, fromAt, now }: { kind: ReconciliationKind; fromAt: Date | null; now: Date }): Promise<OpenReconciliation> {
  const { rows } = await tx.query<OpenReconciliation>(
    `INSERT INTO reconciliations (shop_id, kind, from_at, started_at) VALUES ($1, $2, $3, $4) RETURNING ${OPEN}`,
    [shopId, kind, fromAt, now],
  );
  return rows[0]!;
}

/** The newest comparison of a kind where it is still open, has not failed and began after an instant. */
export async function findOpenReconciliation(tx: Tx, shopId: number, { kind, startedAfter }: { kind: ReconciliationKind; startedAfter: Date }): Promise<OpenReconciliation | undefined> {
  const { rows } = await tx.query<OpenReconciliation>(
    `SELECT ${OPEN} FROM reconciliations WHERE shop_id = $1 AND id = (SELECT max(id) FROM reconciliations WHERE shop_id = $1 AND kind = $2)
       AND finished_at IS NULL AND failure IS NULL AND started_at > $3`,
    [shopId, kind, startedAfter],
  );
  return rows[0];
}

/** What a page of the comparison found and repaired, and where it goes on. At most 1,000 ids of orders that differed are kept, for whoever asks what it repaired, and as many of those that cannot be read. */
export async function notePage(
  tx: Tx,
  shopId: number,
  { id, checked, differingIds, unreadableIds, next }: { id: string; checked: number; differingIds: OrderId[]; unreadableIds: OrderId[]; next: Pick<OpenReconciliation, "listing" | "pageCursor" | "afterOrderId"> },
): Promise<void> {
  await tx.query(
    `UPDATE reconciliations SET orders_checked = orders_checked + $3, orders_differing = orders_differing + $4, differing_ids = (differing_ids || $5::bigint[])[:1000],
       listing = $6, page_cursor = $7, after_order_id = $8,
       orders_unreadable = orders_unreadable + cardinality($9::bigint[]), unreadable_ids = (unreadable_ids || $9::bigint[])[:1000]
     WHERE shop_id = $1 AND id = $2`,
    [shopId, id, checked, differingIds.length, differingIds, next.listing, next.pageCursor, next.afterOrderId, unreadableIds],
  );
}

/** The comparison is over. */
export async function finishReconciliation(tx: Tx, shopId: number, { id, now }: { id: string; now: Date }): Promise<void> {
  await tx.query("UPDATE reconciliations SET finished_at = $3, page_cursor = NULL, failure = NULL WHERE shop_id = $1 AND id = $2", [shopId, id, now]);
}

/** The comparison will not be gone on with; `failure` says why, in English. */
export async function failReconciliation(tx: Tx, shopId: number, { id, failure }: { id: string; failure: string }): Promise<void> {
  await tx.query("UPDATE reconciliations SET failure = $3 WHERE shop_id = $1 AND id = $2 AND finished_at IS NULL", [shopId, id, failure]);
}

/** None that is open is gone on with: the next one begins anew. */
export async function abandonReconciliations(tx: Tx, shopId: number): Promise<void> {
  await tx.query("UPDATE reconciliations SET failure = 'Another one was begun by hand.' WHERE shop_id = $1 AND finished_at IS NULL AND failure IS NULL", [shopId]);
}

/** Forgets comparisons of every shop that began before an instant, but for the last finished one of each kind. */
export async function dropOldReconciliations(tx: Tx, startedBefore: Date): Promise<void> {
  await tx.query(
    `DELETE FROM reconciliations r WHERE r.started_at < $1 AND EXISTS (
       SELECT FROM reconciliations k WHERE k.shop_id = r.shop_id AND k.kind = r.kind AND k.finished_at IS NOT NULL AND k.id > r.id)`,
    [startedBefore],
  );
}

/**
 * When the last finished comparison of what changed began: what changed before it has been seen, orders and people. A comparison
 * by id sees no people.
 */
export async function findLastReconciledAt(tx: Tx, shopId: number): Promise<Date | undefined> {
  const row = await tx.query<{ began_at: Date | null }>(
    "SELECT max(least(started_at, finished_at)) AS began_at FROM reconciliations WHERE shop_id = $1 AND kind = 'updated' AND finished_at IS NOT NULL",
    [shopId],
  );
  return row.rows[0]?.began_at ?? undefined;
}

/**
 * Which of the listed orders are missing here or older here than there. Also those that deliveries call paid, in part or whole, or refunded
 * without having brought the payments: a payment has a delivery of its own, which may be the one that was lost.
 */
export async function findOutdated(tx: Tx, shopId: number, listed: ListedOrder[]): Promise<OrderId[]> {
  const rows = await tx.query<{ order_id: string }>(
    `SELECT l."orderId" AS order_id FROM json_to_recordset($2::json) AS l("orderId" bigint, "updatedAt" timestamptz)
     LEFT JOIN orders o ON o.shop_id = $1 AND o.order_id = l."orderId"
     LEFT JOIN LATERAL (
       SELECT coalesce(sum(t.amount_minor) FILTER (WHERE is_payment(t.status, t.kind)), 0) AS paid_minor,
         coalesce(sum(t.amount_minor) FILTER (WHERE t.kind = 'refund'), 0) AS refunded_minor
       FROM order_transactions t WHERE t.shop_id = $1 AND t.order_id = o.order_id AND t.status = 'success'
     ) known ON o.read_at IS NULL AND (o.is_paid_seen OR o.financial_status = 'partially_paid')
     WHERE o.order_id IS NULL OR (o.deleted_at IS NULL AND (
       date_trunc('second', o.updated_at) < l."updatedAt" OR known.paid_minor < o.total_minor OR known.refunded_minor < o.refunded_minor))`,
    [shopId, JSON.stringify(listed)],
  );
  return rows.rows.map((row) => row.order_id);
}

/**
 * Orders kept here, with ids after one and up to another (null: no end), that a list of the same stretch does not hold.
 * Only such as the shop lets us read (created since `readableSince`) and that were there when the comparison began.
 */
export async function findUnlisted(
  tx: Tx,
  shopId: number,
  stretch: { afterId: OrderId; upToId: OrderId | null; listedIds: OrderId[]; readableSince: Date | null; before: Date },
): Promise<OrderId[]> {
  const rows = await tx.query<{ order_id: string }>(
    `SELECT order_id FROM orders WHERE shop_id = $1 AND order_id > $2 AND ($3::bigint IS NULL OR order_id <= $3) AND deleted_at IS NULL
       AND ($5::timestamptz IS NULL OR created_at >= $5) AND created_at < $6 AND NOT order_id = ANY ($4::bigint[]) ORDER BY order_id`,
    [shopId, stretch.afterId, stretch.upToId, stretch.listedIds, stretch.readableSince, stretch.before],
  );
  return rows.rows.map((row) => row.order_id);
}

/** Orders after an id that should be read from Shopify again, lowest ids first. */
export async function listOrdersToReread(tx: Tx, shopId: number, { afterId, limit }: { afterId: OrderId; limit: number }): Promise<OrderId[]> {
  const rows = await tx.query<{ order_id: string }>(
    "SELECT order_id FROM orders WHERE shop_id = $1 AND order_id > $2 AND reread_needed_at IS NOT NULL ORDER BY order_id LIMIT $3",
    [shopId, afterId, limit],
  );
  return rows.rows.map((row) => row.order_id);
}

/** Notes that orders are to be read from Shopify again; those that wait for it keep their place. Deleted and unknown ones are passed over. */
export async function askForReread(tx: Tx, shopId: number, { orderIds, now }: { orderIds: OrderId[]; now: Date }): Promise<void> {
  await tx.query("UPDATE orders SET reread_needed_at = coalesce(reread_needed_at, $3) WHERE shop_id = $1 AND order_id = ANY ($2::bigint[]) AND deleted_at IS NULL", [shopId, orderIds, now]);
}

/** Whether any order waits to be read from Shopify again. */
export const isRereadNeeded = async (tx: Tx, shopId: number): Promise<boolean> => (await listOrdersToReread(tx, shopId, { afterId: "0", limit: 1 })).length > 0;

/** Orders whose refunds came without their lines, as a bulk read brings them. */
export async function askForRefundLines(tx: Tx, shopId: number, now: Date): Promise<void> {
  await tx.query(
    `UPDATE orders o SET reread_needed_at = $2 FROM refunds r
     WHERE r.shop_id = $1 AND r.lines IS NULL AND o.shop_id = $1 AND o.order_id = r.order_id AND o.reread_needed_at IS NULL AND o.deleted_at IS NULL`,
    [shopId, now],
  );
}

/** Those of these orders of whose refunds money went back, and how much is not known, as it was told in another currency than the order's. */
export async function askForRefundMoney(tx: Tx, shopId: number, { orderIds, now }: { orderIds: OrderId[]; now: Date }): Promise<void> {
  if (orderIds.length === 0) return;
  await tx.query(
    `UPDATE orders o SET reread_needed_at = $3 FROM refunds r
     WHERE r.shop_id = $1 AND r.order_id = ANY ($2::bigint[]) AND r.is_paid_back AND r.amount_minor = 0
       AND o.shop_id = $1 AND o.order_id = r.order_id AND o.reread_needed_at IS NULL AND o.deleted_at IS NULL`,
    [shopId, orderIds, now],
  );
}

/** Nothing more can be read about these. Answers whose they are, for what waited for the answer. */
export async function dropReread(tx: Tx, shopId: number, orderIds: OrderId[]): Promise<CustomerId[]> {
  const { rows } = await tx.query<{ customer_id: string | null }>(
    "UPDATE orders SET reread_needed_at = NULL WHERE shop_id = $1 AND order_id = ANY ($2::bigint[]) AND reread_needed_at IS NOT NULL RETURNING customer_id",
    [shopId, orderIds],
  );
  return rows.flatMap(({ customer_id: customerId }) => customerId ?? []);
}

/** Which of these orders are so old that the shop's grant no longer lets us read them. */
export async function findUnreadable(tx: Tx, shopId: number, { orderIds, readableSince }: { orderIds: OrderId[]; readableSince: Date | null }): Promise<OrderId[]> {
  if (readableSince === null) return [];
  const rows = await tx.query<{ order_id: string }>(
    "SELECT order_id FROM orders WHERE shop_id = $1 AND order_id = ANY ($2::bigint[]) AND created_at < $3",
    [shopId, orderIds, readableSince],
  );
  return rows.rows.map((row) => row.order_id);
}
