import type { AccountKind } from "#app/domain/account/customer-accounts.ts";
import { composeFunnel, type AccountFunnel, type FunnelCounts } from "#app/domain/account/account-funnel.ts";
import { pool } from "#app/platform/db.server.ts";
import { MEASURED_ARMS } from "#app/store/holdout.server.ts";
import { findAccountKind } from "#app/store/member-accounts.server.ts";
import { getShop } from "#app/store/shops.server.ts";

const WINDOW_MS = 365 * 86_400_000;

/** The funnel, and the span of first orders that it is about. */
export interface ShownFunnel extends AccountFunnel {
  from: Date;
  to: Date;
  /** Which customer accounts the shop runs, as far as Shopify has said. */
  accounts: AccountKind | null;
}

/**
 * First-time buyers of the last 365 days, but none of before the installation: whether they saw a block of ours, had an account seven
 * days after the first order, and ordered again within ninety days. Whoever had orders before we could see is no first-time
 * buyer. Facts of up to `now`, as they stand now.
 */
export async function getAccountFunnel(shopId: number, now: Date): Promise<ShownFunnel> {
  const { installedAt } = await getShop(pool, shopId);
  const from = new Date(Math.max(installedAt.getTime(), now.getTime() - WINDOW_MS));
  const { rows } = await pool.query<FunnelCounts>(
    `WITH first_time AS MATERIALIZED (
       SELECT c.customer_id, min(c.processed_at) AS first_at, min(c.order_id) FILTER (WHERE c.seen_rank = 1 AND c.is_first_of_rank) AS first_order_id,
         min(c.processed_at) FILTER (WHERE c.seen_rank = 2) AS second_at
       FROM counted_orders($1, $2) c GROUP BY c.customer_id HAVING min(c.processed_at) >= $3
     ), account AS (
       SELECT coalesce(c.merged_into_id, c.customer_id) AS customer_id, min(coalesce(a.enabled_at, '-infinity')) AS enabled_at
       FROM member_accounts a JOIN customers c ON c.shop_id = $1 AND c.customer_id = a.customer_id WHERE a.shop_id = $1 GROUP BY 1
     ), buyer AS (
       SELECT CASE WHEN h.arms = 1 THEN h.arm END AS arm,
         EXISTS (SELECT FROM block_views b WHERE b.shop_id = $1 AND b.order_id = f.first_order_id AND b.first_seen_at <= $2) AS saw_block,
         f.first_at + interval '168 hours' <= $2 AS is_week_over, coalesce(a.enabled_at <= f.first_at + interval '168 hours', false) AS has_account,
         f.first_at + interval '2160 hours' <= $2 AS are_ninety_over, coalesce(f.second_at <= f.first_at + interval '2160 hours', false) AS bought_again
       FROM first_time f LEFT JOIN account a USING (customer_id) LEFT JOIN (${MEASURED_ARMS}) h USING (customer_id)
       WHERE NOT EXISTS (SELECT FROM customers k WHERE k.shop_id = $1 AND (k.customer_id = f.customer_id OR k.merged_into_id = f.customer_id) AND k.opening_count > 0)
     )
     SELECT arm, count(*)::integer AS buyers, (count(*) FILTER (WHERE saw_block))::integer AS "sawBlock",
       json_build_object('eligible', count(*) FILTER (WHERE is_week_over), 'converted', count(*) FILTER (WHERE is_week_over AND has_account)) AS "signedIn",
       json_build_object('eligible', count(*) FILTER (WHERE are_ninety_over), 'converted', count(*) FILTER (WHERE are_ninety_over AND bought_again)) AS "boughtAgain"
     FROM buyer GROUP BY arm`,
    [shopId, now, from],
  );
  return { ...composeFunnel(rows), from, to: now, accounts: await findAccountKind(pool, shopId) };
}
