import type { CustomerId } from "#app/domain/ids.ts";
import type { Contribution, TierCause, TierHistory } from "#app/domain/tiers/qualify-tier.ts";
import type { Tx } from "#app/platform/db.server.ts";

/**
 * What members have towards a tier: each counted order once as an order and once as money, refunds as money taken off,
 * and, if asked for, points that were released or taken back. Only orders in the shop's present currency are money.
 */
export async function loadContributions(
  tx: Tx,
  shopId: number,
  { customerIds, withPoints }: { customerIds: CustomerId[]; withPoints: boolean },
): Promise<Map<CustomerId, Contribution[]>> {
  const rows = await tx.query<Contribution & { customerId: CustomerId }>(
    `WITH counted AS MATERIALIZED (
       SELECT c.customer_id, c.order_id, c.counts_from, c.counts_until, o.processed_at, o.total_minor, o.currency
       FROM counting_spans($1, $2::bigint[]) c JOIN orders o ON o.shop_id = $1 AND o.order_id = c.order_id
     )
     SELECT c.customer_id::text AS "customerId", b.basis, c.counts_from AS at, c.processed_at AS "placedAt", c.counts_until AS until,
       (CASE b.basis WHEN 'orders' THEN 1 ELSE c.total_minor END)::float8 AS amount
     FROM counted c JOIN shops s ON s.id = $1 CROSS JOIN (VALUES ('orders'), ('spend')) b(basis) WHERE b.basis = 'orders' OR c.currency = s.currency
     UNION ALL
     SELECT c.customer_id::text, 'spend', greatest(r.created_at, c.counts_from), c.processed_at, c.counts_until, -r.amount_minor::float8
     FROM counted c JOIN shops s ON s.id = $1 AND s.currency = c.currency JOIN refunds r ON r.shop_id = $1 AND r.order_id = c.order_id
     WHERE r.amount_minor > 0
     UNION ALL
     SELECT coalesce(k.merged_into_id, e.customer_id)::text, 'points', e.occurred_at, e.occurred_at, NULL, e.settled_points::float8
     FROM ledger_entries e JOIN customers k ON k.shop_id = $1 AND k.customer_id = e.customer_id
     WHERE $3 AND e.shop_id = $1 AND (k.customer_id = ANY ($2::bigint[]) OR k.merged_into_id = ANY ($2::bigint[])) AND e.kind IN ('earn_released', 'reverse')`,
    [shopId, customerIds, withPoints],
  );
  return Map.groupBy(rows.rows, ({ customerId }) => customerId);
}

/** A member's tiers, to be written. */
export interface MemberTiers extends TierHistory {
  customerId: CustomerId;
}

/** Writes where members stand, and appends to the log the changes that it does not know yet. */
export async function writeTiers(tx: Tx, shopId: number, { tiers, now }: { tiers: MemberTiers[]; now: Date }): Promise<void> {
  if (tiers.length === 0) return;
  await tx.query(
    `INSERT INTO member_tiers AS m (shop_id, customer_id, tier_id, since, next_due_at)
     SELECT $1, x."customerId", x."tierId", x.since, x."nextDueAt" FROM json_to_recordset($2::json) AS x("customerId" bigint, "tierId" text, since timestamptz, "nextDueAt" timestamptz)
     WHERE x.since IS NOT NULL OR x."nextDueAt" IS NOT NULL OR EXISTS (SELECT 1 FROM member_tiers e WHERE e.shop_id = $1 AND e.customer_id = x."customerId")
     ON CONFLICT (shop_id, customer_id) DO UPDATE SET tier_id = excluded.tier_id, since = excluded.since, next_due_at = excluded.next_due_at
     WHERE (m.tier_id, m.since, m.next_due_at) IS DISTINCT FROM (excluded.tier_id, excluded.since, excluded.next_due_at)`,
    [shopId, JSON.stringify(tiers.map(({ customerId, changes, nextDueAt }) => ({ customerId, tierId: changes.at(-1)?.toTierId ?? null, since: changes.at(-1)?.at ?? null, nextDueAt })))],
  );
  const changes = tiers.flatMap(({ customerId, changes }) => changes.map((change) => ({ customerId, ...change })));
  if (changes.length === 0) return;
  await tx.query(
    `INSERT INTO tier_changes (shop_id, customer_id, from_tier_id, to_tier_id, occurred_at, observed_at, cause)
     SELECT $1, x."customerId", x."fromTierId", x."toTierId", x.at, $3, x.cause
     FROM json_to_recordset($2::json) AS x("customerId" bigint, "fromTierId" text, "toTierId" text, at timestamptz, cause jsonb)
     ON CONFLICT DO NOTHING`,
    [shopId, JSON.stringify(changes), now],
  );
}

/** A change of tier as it was first seen. */
export interface TierLogLine {
  fromTierId: string | null;
  toTierId: string | null;
  occurredAt: Date;
  observedAt: Date;
  cause: TierCause;
}

/** The tier of a member today (null: none), and its changes as they were observed, newest first. */
export async function findTier(tx: Tx, shopId: number, customerId: CustomerId): Promise<{ tierId: string | null; since: Date | null; log: TierLogLine[] }> {
  const now = await tx.query<{ tierId: string | null; since: Date | null }>(
    `SELECT tier_id AS "tierId", since FROM member_tiers WHERE shop_id = $1 AND customer_id = $2`,
    [shopId, customerId],
  );
  const log = await tx.query<TierLogLine>(
    `SELECT from_tier_id AS "fromTierId", to_tier_id AS "toTierId", occurred_at AS "occurredAt", observed_at AS "observedAt", cause
     FROM tier_changes WHERE shop_id = $1 AND customer_id = $2 ORDER BY occurred_at DESC, id DESC LIMIT 200`,
    [shopId, customerId],
  );
  return { tierId: now.rows[0]?.tierId ?? null, since: now.rows[0]?.since ?? null, log: log.rows };
}
