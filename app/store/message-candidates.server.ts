import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { Lot } from "#app/domain/points/lot.ts";
import { STAGES } from "#app/domain/scoring/stage.ts";
import type { Tx } from "#app/platform/db.server.ts";

// Whoever was merged away, deleted or erased is written to under no circumstances.
const IS_REACHABLE = "c.merged_into_id IS NULL AND c.deleted_at IS NULL AND c.redacted_at IS NULL";

/** Buyers without an account whose last order lies between two instants, who hold points, and whom nobody has invited. */
export async function listToInvite(tx: Tx, shopId: number, { after, until }: { after: Date; until: Date }): Promise<CustomerId[]> {
  const { rows } = await tx.query<{ id: CustomerId }>(
    `SELECT c.customer_id::text AS id FROM customers c JOIN member_points m ON m.shop_id = $1 AND m.customer_id = c.customer_id
     WHERE c.shop_id = $1 AND c.stage = ANY ($4::text[]) AND c.last_order_at > $2 AND c.last_order_at <= $3 AND ${IS_REACHABLE} AND c.account_state IS DISTINCT FROM 'enabled'
       AND m.claimed_at IS NULL AND m.pending_points + m.settled_points > 0
       AND NOT EXISTS (SELECT FROM effects e WHERE e.shop_id = $1 AND e.key = 'mail:invitation:' || c.customer_id)
     ORDER BY c.customer_id`,
    [shopId, after, until, STAGES],
  );
  return rows.map(({ id }) => id);
}

/** Orders placed after an instant whose points were booked after it. */
export async function listEarned(tx: Tx, shopId: number, { after, now }: { after: Date; now: Date }): Promise<{ customerId: CustomerId; orderId: OrderId }[]> {
  const { rows } = await tx.query<{ customerId: CustomerId; orderId: OrderId }>(
    `SELECT DISTINCT ON (l.order_id) l.customer_id::text AS "customerId", l.order_id::text AS "orderId"
     FROM ledger_entries l JOIN orders o ON o.shop_id = $1 AND o.order_id = l.order_id JOIN customers c ON c.shop_id = $1 AND c.customer_id = l.customer_id
     WHERE l.shop_id = $1 AND l.occurred_at > $2 AND l.occurred_at <= $3 AND l.kind IN ('earn_pending', 'earn_released') AND o.processed_at > $2 AND ${IS_REACHABLE}
     ORDER BY l.order_id, l.id`,
    [shopId, after, now],
  );
  return rows;
}

/** Members to whom orders gave points to spend after an instant, with what they had before and have now; `redemptions` is how often they bought a reward. */
export async function listGained(
  tx: Tx,
  shopId: number,
  { after, now }: { after: Date; now: Date },
): Promise<{ customerId: CustomerId; pointsBefore: number; availablePoints: number; redemptions: number }[]> {
  const { rows } = await tx.query<{ customerId: CustomerId; pointsBefore: number; availablePoints: number; redemptions: number }>(
    `SELECT g.customer_id::text AS "customerId", (m.settled_points - g.points)::float8 AS "pointsBefore", m.settled_points::float8 AS "availablePoints",
       (SELECT count(*)::integer FROM redemptions r WHERE r.shop_id = $1 AND r.customer_id = g.customer_id) AS redemptions
     FROM (SELECT customer_id, sum(settled_points) AS points FROM ledger_entries
           WHERE shop_id = $1 AND occurred_at > $2 AND occurred_at <= $3 AND kind = 'earn_released' AND settled_points > 0 GROUP BY customer_id) g
     JOIN member_points m ON m.shop_id = $1 AND m.customer_id = g.customer_id JOIN customers c ON c.shop_id = $1 AND c.customer_id = g.customer_id
     WHERE m.claimed_at IS NOT NULL AND m.debt_points = 0 AND m.settled_points > 0 AND ${IS_REACHABLE}`,
    [shopId, after, now],
  );
  return rows;
}

/** A member with what is needed to say when their points end. */
export interface EndingMember {
  customerId: CustomerId;
  activeAt: Date | null;
  isClaimed: boolean;
  lots: Lot[];
}

/**
 * Members some of whose points may end by a day, by lowest id: lots with a last day, lots of members who were idle since
 * `idleBefore` (rolling expiry) and still hold points, for whoever lapsed once stays idle for ever, unclaimed lots credited by
 * `waitingBefore`. All of a member's lots that hold points come along.
 */
export async function listEnding(
  tx: Tx,
  shopId: number,
  { throughDay, idleBefore, waitingBefore, afterId, limit }: { throughDay: string; idleBefore: Date | null; waitingBefore: Date | null; afterId: CustomerId; limit: number },
): Promise<EndingMember[]> {
  const { rows } = await tx.query<{ id: CustomerId }>(
    `SELECT customer_id::text AS id FROM (
       SELECT customer_id FROM lots WHERE shop_id = $1 AND expires_on <= $2 AND left_points > 0
       UNION SELECT customer_id FROM member_points WHERE shop_id = $1 AND active_at <= $3 AND settled_points + debt_points > 0
       UNION SELECT l.customer_id FROM lots l JOIN member_points m ON m.shop_id = $1 AND m.customer_id = l.customer_id
             WHERE $4::timestamptz IS NOT NULL AND l.shop_id = $1 AND l.credited_at <= $4 AND l.left_points > 0 AND m.claimed_at IS NULL
     ) candidate WHERE customer_id > $5 ORDER BY customer_id LIMIT $6`,
    [shopId, throughDay, idleBefore, waitingBefore, afterId, limit],
  );
  return loadEnding(tx, shopId, rows.map(({ id }) => id));
}

/** One member's points that may end. Undefined for somebody without points, or who is written to under no circumstances. */
export async function findEndingMember(tx: Tx, shopId: number, customerId: CustomerId): Promise<EndingMember | undefined> {
  const [member] = await loadEnding(tx, shopId, [customerId]);
  return member?.lots.length ? member : undefined;
}

async function loadEnding(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<EndingMember[]> {
  if (customerIds.length === 0) return [];
  const { rows } = await tx.query<EndingMember & { lots: (Omit<Lot, "creditedAt"> & { creditedAt: string })[] | null }>(
    `SELECT x.customer_id::text AS "customerId", m.active_at AS "activeAt", m.claimed_at IS NOT NULL AS "isClaimed",
       (SELECT json_agg(json_build_object('key', l.key, 'orderId', l.order_id::text, 'points', l.points, 'left', l.left_points, 'redeemed', l.redeemed_points,
          'expired', l.expired_points, 'expiresOn', l.expires_on, 'creditedAt', l.credited_at))
        FROM lots l WHERE l.shop_id = $1 AND l.customer_id = x.customer_id AND l.left_points > 0 AND ${IS_REACHABLE}) AS lots
     FROM unnest($2::bigint[]) WITH ORDINALITY AS x(customer_id, place)
     JOIN member_points m ON m.shop_id = $1 AND m.customer_id = x.customer_id JOIN customers c ON c.shop_id = $1 AND c.customer_id = x.customer_id
     ORDER BY x.place`,
    [shopId, customerIds],
  );
  return rows.map((row) => ({ ...row, lots: (row.lots ?? []).map((lot) => ({ ...lot, creditedAt: new Date(lot.creditedAt) })) }));
}
