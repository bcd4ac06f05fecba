import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { CodeCarrier } from "#app/domain/redemption/decide-redemption.ts";
import type { Redemption, RedemptionState } from "#app/domain/redemption/redemption.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

const COLUMNS = `r.redemption_id AS "redemptionId", r.customer_id AS "customerId", r.idempotency_key AS "idempotencyKey", r.reward, r.grant_made AS "grant",
  r.program_version AS "programVersion", r.points::float8 AS points, r.origin, r.code, r.state, r.shopify_id AS "shopifyId", r.order_id AS "orderId", r.confirmed_at AS "confirmedAt",
  r.return_reason AS "returnReason", r.refusal, r.reserved_at AS "reservedAt", r.ends_at AS "endsAt", r.closed_at AS "closedAt", r.vouched_by AS "vouchedBy", r.vouched_at AS "vouchedAt"`;

/** Writes a redemption. A second one with the same idempotency key or code fails. */
export async function addRedemption(tx: LockedTx, shopId: number, redemption: Redemption): Promise<void> {
  const { redemptionId, customerId, idempotencyKey, reward, grant, programVersion, points, origin, code, state, reservedAt, endsAt } = redemption;
  await tx.query(
    `INSERT INTO redemptions (shop_id, redemption_id, customer_id, idempotency_key, reward, grant_made, program_version, points, origin, code, state, reserved_at, ends_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [shopId, redemptionId, customerId, idempotencyKey, JSON.stringify(reward), JSON.stringify(grant), programVersion, points, origin, code, state, reservedAt, endsAt],
  );
}

/** A redemption; undefined when the shop has none of this id. */
export async function findRedemption(tx: Tx, shopId: number, redemptionId: string): Promise<Redemption | undefined> {
  return (await tx.query<Redemption>(`SELECT ${COLUMNS} FROM redemptions r WHERE r.shop_id = $1 AND r.redemption_id = $2`, [shopId, redemptionId])).rows[0];
}

/** The redemption that was asked for with this key; undefined when none was. */
export async function findRedemptionByKey(tx: Tx, shopId: number, idempotencyKey: string): Promise<Redemption | undefined> {
  return (await tx.query<Redemption>(`SELECT ${COLUMNS} FROM redemptions r WHERE r.shop_id = $1 AND r.idempotency_key = $2`, [shopId, idempotencyKey])).rows[0];
}

/** Redemptions of a customer, newest first; `before` is the id of the last one of the page before. */
export async function listRedemptions(
  tx: Tx,
  shopId: number,
  { customerId, limit, before }: { customerId: CustomerId; limit: number; before?: string | undefined },
): Promise<Redemption[]> {
  const rows = await tx.query<Redemption>(
    `SELECT ${COLUMNS} FROM redemptions r
     WHERE r.shop_id = $1 AND r.customer_id = $2
       AND ($3::text IS NULL OR (r.reserved_at, r.redemption_id) < (SELECT b.reserved_at, b.redemption_id FROM redemptions b WHERE b.shop_id = $1 AND b.redemption_id = $3))
     ORDER BY r.reserved_at DESC, r.redemption_id DESC LIMIT $4`,
    [shopId, customerId, before ?? null, limit],
  );
  return rows.rows;
}

/** Redemptions of a customer that can be used at an instant, or will once Shopify has answered: all of them, newest first. */
export async function listUsableRedemptions(tx: Tx, shopId: number, { customerId, now }: { customerId: CustomerId; now: Date }): Promise<Redemption[]> {
  const rows = await tx.query<Redemption>(
    `SELECT ${COLUMNS} FROM redemptions r
     WHERE r.shop_id = $1 AND r.customer_id = $2 AND r.state IN ('issuing', 'issued') AND (r.ends_at IS NULL OR r.ends_at > $3)
     ORDER BY r.reserved_at DESC, r.redemption_id DESC`,
    [shopId, customerId, now],
  );
  return rows.rows;
}

/** What may change of a redemption. What is left out stays. */
export type RedemptionChange = { state: RedemptionState } & Partial<Pick<Redemption, "shopifyId" | "orderId" | "confirmedAt" | "returnReason" | "refusal" | "closedAt" | "vouchedBy" | "vouchedAt">>;

/** Moves a redemption on. Its points, code and reward never change. */
export async function moveRedemption(tx: LockedTx, shopId: number, { redemption, change }: { redemption: Redemption; change: RedemptionChange }): Promise<Redemption> {
  const moved = { ...redemption, ...change };
  await tx.query(
    `UPDATE redemptions SET state = $3, shopify_id = $4, order_id = $5, confirmed_at = $6, return_reason = $7, refusal = $8, closed_at = $9, vouched_by = $10, vouched_at = $11
     WHERE shop_id = $1 AND redemption_id = $2`,
    [shopId, moved.redemptionId, moved.state, moved.shopifyId, moved.orderId, moved.confirmedAt, moved.returnReason, moved.refusal, moved.closedAt, moved.vouchedBy, moved.vouchedAt],
  );
  return moved;
}

/** Redemptions of customers whose points are not back, each with the orders of theirs that carry its code. */
export async function listHeldRedemptions(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<{ redemption: Redemption; carriers: CodeCarrier[] }[]> {
  const rows = await tx.query<Redemption & { carriers: CarrierRow[] | null }>(
    `SELECT ${COLUMNS}, (${CARRIERS}) AS carriers FROM redemptions r
     WHERE r.shop_id = $1 AND r.customer_id = ANY ($2::bigint[]) AND r.state <> 'returned' AND r.code IS NOT NULL ORDER BY r.reserved_at, r.redemption_id`,
    [shopId, customerIds],
  );
  return rows.rows.map(({ carriers, ...redemption }) => ({ redemption, carriers: (carriers ?? []).map(carrierOf) }));
}

/** The orders that carry a redemption's code, as far as we have heard of them; `orderIds` are more that Shopify named. */
export async function listCarriers(tx: Tx, shopId: number, { redemptionId, orderIds }: { redemptionId: string; orderIds: OrderId[] }): Promise<CodeCarrier[]> {
  const rows = await tx.query<{ carriers: CarrierRow[] | null }>(
    `SELECT (${CARRIERS}) AS carriers FROM redemptions r WHERE r.shop_id = $1 AND r.redemption_id = $2
     UNION ALL SELECT json_agg(${CARRIER}) FROM orders o WHERE o.shop_id = $1 AND o.order_id = ANY ($3::bigint[])`,
    [shopId, redemptionId, orderIds],
  );
  return rows.rows.flatMap((row) => (row.carriers ?? []).map(carrierOf));
}

const CARRIER = `json_build_object('orderId', o.order_id::text, 'paidAt', o.paid_at, 'cancelledAt', coalesce(o.cancelled_at, o.deleted_at), 'fullyRefundedAt', o.fully_refunded_at)`;

// Shopify keeps a code as the buyer typed it. A deleted order has no codes any more, but is known to have used this one.
const CARRIERS = `SELECT json_agg(${CARRIER} ORDER BY o.processed_at, o.order_id) FROM orders o
  WHERE o.shop_id = $1 AND (o.customer_id = r.customer_id OR o.order_id = r.order_id)
    AND ((cardinality(o.discount_codes) > 0 AND EXISTS (SELECT FROM unnest(o.discount_codes) c WHERE upper(c) = r.code)) OR (o.deleted_at IS NOT NULL AND o.order_id = r.order_id))`;

type CarrierRow = { orderId: string; paidAt: string | null; cancelledAt: string | null; fullyRefundedAt: string | null };

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

const carrierOf = ({ orderId, paidAt, cancelledAt, fullyRefundedAt }: CarrierRow): CodeCarrier => ({
  orderId,
  paidAt: dateOf(paidAt),
  cancelledAt: dateOf(cancelledAt),
  fullyRefundedAt: dateOf(fullyRefundedAt),
});

/** Codes that nobody used by their end, ten minutes past it: an order of the last moment has reached us by then. */
export async function listEnded(tx: Tx, shopId: number, { now, limit }: { now: Date; limit: number }): Promise<Redemption[]> {
  const rows = await tx.query<Redemption>(
    `SELECT ${COLUMNS} FROM redemptions r WHERE r.shop_id = $1 AND r.state = 'issued' AND r.grant_made ->> 'kind' NOT IN ('store_credit', 'gift_card') AND r.ends_at + interval '10 minutes' <= $2 ORDER BY r.ends_at LIMIT $3`,
    [shopId, now, limit],
  );
  return rows.rows;
}

/** Moves the redemptions of a merged customer to the survivor; answers those whose code can still be used. */
export async function moveRedemptionsOf(tx: LockedTx, shopId: number, { keptId, removedId }: { keptId: CustomerId; removedId: CustomerId }): Promise<Redemption[]> {
  const rows = await tx.query<Redemption>(
    `UPDATE redemptions r SET customer_id = $3 WHERE r.shop_id = $1 AND r.customer_id = $2 RETURNING ${COLUMNS}`,
    [shopId, removedId, keptId],
  );
  return rows.rows.filter(({ state }) => state === "issued");
}
