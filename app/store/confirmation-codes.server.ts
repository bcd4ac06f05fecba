import type { ConfirmationCode, ConfirmationState } from "#app/domain/confirmation/confirmation-code.ts";
import type { ConfirmedOrder } from "#app/domain/confirmation/decide-code.ts";
import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

const COLUMNS = `k.order_id::text AS "orderId", o.name AS "orderName", k.code, k.way, k.terms, k.reserved_minor::float8 AS "reservedMinor", k.state,
  k.used_order_id::text AS "usedOrderId", k.given_at AS "givenAt", k.ends_at AS "endsAt"`;
const CODES = "confirmation_codes k LEFT JOIN orders o ON o.shop_id = $1 AND o.order_id = k.order_id";

/** The code that an order came with. */
export async function findConfirmationCode(tx: Tx, shopId: number, orderId: OrderId): Promise<ConfirmationCode | undefined> {
  return (await tx.query<ConfirmationCode>(`SELECT ${COLUMNS} FROM ${CODES} WHERE k.shop_id = $1 AND k.order_id = $2`, [shopId, orderId])).rows[0];
}

/** The codes that a customer's orders came with, newest first: all that can be used, and the newest `overLimit` of the others. */
export async function listCodesOfCustomer(tx: Tx, shopId: number, { customerId, overLimit, now }: { customerId: CustomerId; overLimit: number; now: Date }): Promise<ConfirmationCode[]> {
  const codes = (usable: boolean) => `SELECT ${COLUMNS} FROM ${CODES} WHERE k.shop_id = $1 AND o.customer_id = $2 AND (k.state IN ('making', 'ready') AND k.ends_at > $3) = ${usable}`;
  const rows = await tx.query<ConfirmationCode>(`(${codes(true)}) UNION ALL (${codes(false)} ORDER BY k.given_at DESC LIMIT $4) ORDER BY "givenAt" DESC`, [shopId, customerId, now, overLimit]);
  return rows.rows;
}

/** Writes a code down before anybody hears of it. False when the order has one already. */
export async function addConfirmationCode(tx: LockedTx, shopId: number, { orderId, code, way, terms, reservedMinor, state, givenAt, endsAt }: ConfirmationCode): Promise<boolean> {
  const added = await tx.query(
    `INSERT INTO confirmation_codes (shop_id, order_id, code, way, terms, reserved_minor, state, given_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (shop_id, order_id) DO NOTHING`,
    [shopId, orderId, code, way, JSON.stringify(terms), reservedMinor, state, givenAt, endsAt],
  );
  return added.rowCount === 1;
}

/** Moves a code on, if it still stands where the caller saw it. */
export async function moveConfirmationCode(
  tx: LockedTx,
  shopId: number,
  { orderId, from, to, shopifyId = null, refusal = null, now }: { orderId: OrderId; from: ConfirmationState; to: ConfirmationState; shopifyId?: string | null; refusal?: string | null; now: Date },
): Promise<void> {
  await tx.query(
    `UPDATE confirmation_codes SET state = $4, shopify_id = coalesce($5, shopify_id), refusal = $6, closed_at = CASE WHEN $4 IN ('revoked', 'refused') THEN $7::timestamptz END
     WHERE shop_id = $1 AND order_id = $2 AND state = $3`,
    [shopId, orderId, from, to, shopifyId, refusal, now],
  );
}

/** Marks codes as used that the named orders carry. Shopify keeps a code as the buyer typed it. */
export async function markCodesUsed(tx: LockedTx, shopId: number, { orderIds, now }: { orderIds: OrderId[]; now: Date }): Promise<void> {
  await tx.query(
    `UPDATE confirmation_codes k SET state = 'used', used_order_id = o.order_id, refusal = NULL, closed_at = $3
     FROM orders o CROSS JOIN LATERAL unnest(o.discount_codes) AS typed
     WHERE k.shop_id = $1 AND o.shop_id = $1 AND o.order_id = ANY ($2::bigint[]) AND k.code = upper(typed) AND k.used_order_id IS NULL`,
    [shopId, orderIds, now],
  );
}

/** Codes that nobody used and whose orders, among the named ones, were cancelled, fully refunded or deleted. */
export async function listCodesToRevoke(tx: Tx, shopId: number, orderIds: OrderId[]): Promise<ConfirmationCode[]> {
  const rows = await tx.query<ConfirmationCode>(
    `SELECT ${COLUMNS} FROM ${CODES} WHERE k.shop_id = $1 AND k.order_id = ANY ($2::bigint[]) AND k.state IN ('making', 'ready') AND ${UNDONE}`,
    [shopId, orderIds],
  );
  return rows.rows;
}

const UNDONE = "(o.cancelled_at IS NOT NULL OR o.fully_refunded_at IS NOT NULL OR o.deleted_at IS NOT NULL)";

/**
 * What decides whether an order gets a code; undefined for an order that we do not have. Other orders are the same person's
 * by the customer, and where they have none by the keyed hash of the e-mail address.
 */
export async function findConfirmedOrder(tx: Tx, shopId: number, orderId: OrderId): Promise<ConfirmedOrder | undefined> {
  const rows = await tx.query<ConfirmedOrder>(
    `WITH theirs AS (
       SELECT e.* FROM orders a LEFT JOIN customers b ON b.shop_id = $1 AND b.customer_id = a.customer_id
       JOIN orders e ON e.shop_id = $1 AND e.order_id <> a.order_id
         AND (e.customer_id = a.customer_id OR (e.customer_id IS NULL AND e.email_hash <> '' AND e.email_hash IN (a.email_hash, b.email_hash)))
       WHERE a.shop_id = $1 AND a.order_id = $2
     )
     SELECT o.order_id::text AS "orderId", o.name, o.customer_id::text AS "customerId", o.processed_at AS "processedAt", o.is_test AS "isTest", ${UNDONE} AS "isUndone", o.currency,
       o.total_minor::float8 AS "totalMinor", o.subtotal_minor::float8 AS "subtotalMinor", o.shipping_minor::float8 AS "shippingMinor", o.paid_at IS NOT NULL AS "isPaid",
       (o.customer_id IS NOT NULL OR coalesce(o.email_hash, '') <> '') AS "isPersonKnown",
       coalesce(c.opening_count, 0) + (SELECT count(*)::integer FROM theirs e
         WHERE (e.processed_at, e.order_id) < (o.processed_at, o.order_id) AND e.paid_at IS NOT NULL
           AND e.cancelled_at IS NULL AND e.fully_refunded_at IS NULL AND e.deleted_at IS NULL AND NOT e.is_test
           AND (e.total_minor > 0 OR is_free_by_reward($1, e.discount_minor, e.discount_codes))) AS "earlierOrders",
       (SELECT count(*)::integer FROM theirs e JOIN confirmation_codes k ON k.shop_id = $1 AND k.order_id = e.order_id WHERE k.state NOT IN ('revoked', 'refused')) AS "otherCodes",
       EXISTS (SELECT FROM mail_opt_outs m WHERE m.shop_id = $1 AND m.customer_id = o.customer_id AND m.reason = 'one_off') AS "isDeclined",
       EXISTS (SELECT FROM member_exclusions x WHERE x.shop_id = $1 AND x.customer_id = o.customer_id AND x.until_at IS NULL) AS "isExcluded"
     FROM orders o LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = o.customer_id WHERE o.shop_id = $1 AND o.order_id = $2`,
    [shopId, orderId],
  );
  return rows.rows[0];
}

/**
 * What codes given since an instant cost, in minor units: what orders took off with them, and what those that can still be
 * used may. Codes that ended unused, or were taken back, cost nothing. Printed ones nobody decided to give, and most are never
 * used: they cost what they took off.
 */
export async function spentOnCodes(tx: Tx, shopId: number, { since, now }: { since: Date; now: Date }): Promise<number> {
  const rows = await tx.query<{ minor: number }>(
    `SELECT coalesce(sum(CASE WHEN k.state = 'used' THEN coalesce(u.discount_minor, 0) WHEN k.way <> 'print' AND k.state IN ('making', 'ready') AND k.ends_at > $3 THEN k.reserved_minor ELSE 0 END), 0)::float8 AS minor
     FROM confirmation_codes k LEFT JOIN orders u ON u.shop_id = $1 AND u.order_id = k.used_order_id WHERE k.shop_id = $1 AND k.given_at >= $2`,
    [shopId, since, now],
  );
  return rows.rows[0]!.minor;
}
