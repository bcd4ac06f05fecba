import { pool } from "#app/platform/db.server.ts";

// The index holds codes as well; of those the answer is looked for again, and never unclear.
const UNCLEAR = "r.shop_id = $1 AND r.state = 'issuing' AND r.refusal IS NOT NULL AND r.grant_made ->> 'kind' IN ('store_credit', 'gift_card')";

/** What of a shop waits for the merchant's word: how many rewards, and the customer whose is the oldest. */
export interface UnclearRewards {
  count: number;
  customerId: string | null;
}

/** The rewards of a shop of which only the merchant can find out whether they were given. */
export async function getUnclearRewards(shopId: number): Promise<UnclearRewards> {
  const { rows } = await pool.query<UnclearRewards>(
    `SELECT count(*)::float8 AS count, (array_agg(r.customer_id::text ORDER BY r.reserved_at, r.redemption_id))[1] AS "customerId" FROM redemptions r WHERE ${UNCLEAR}`,
    [shopId],
  );
  return rows[0] ?? { count: 0, customerId: null };
}
