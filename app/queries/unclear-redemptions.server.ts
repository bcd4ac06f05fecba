import { isUnclear, type Redemption } from "#app/domain/redemption/redemption.ts";
import { pool } from "#app/platform/db.server.ts";

/** What of a shop waits for the merchant's word: how many rewards, and the customer whose is the oldest. */
export interface UnclearRewards {
  count: number;
  customerId: string | null;
}

type Waiting = Pick<Redemption, "state" | "grant" | "refusal"> & { count: number; customerId: string; reservedAt: Date };

/**
 * The rewards of a shop of which only the merchant can find out whether they were given. An index has all that Shopify has
 * yet to answer for good; one of each kind of grant says which of these are.
 */
export async function getUnclearRewards(shopId: number): Promise<UnclearRewards> {
  const { rows } = await pool.query<Waiting>(
    `SELECT r.state, (array_agg(r.grant_made))[1] AS "grant", min(r.refusal) AS refusal, count(*)::float8 AS count, min(r.reserved_at) AS "reservedAt",
       (array_agg(r.customer_id::text ORDER BY r.reserved_at, r.redemption_id))[1] AS "customerId"
     FROM redemptions r WHERE r.shop_id = $1 AND r.state = 'issuing' AND r.refusal IS NOT NULL GROUP BY r.state, r.grant_made ->> 'kind'`,
    [shopId],
  );
  const unclear = rows.filter(isUnclear).sort((a, b) => a.reservedAt.getTime() - b.reservedAt.getTime());
  return { count: unclear.reduce((sum, { count }) => sum + count, 0), customerId: unclear[0]?.customerId ?? null };
}
