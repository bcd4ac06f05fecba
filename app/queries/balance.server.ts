import type { HeldPoints } from "#app/contract/customers.ts";
import type { BalanceAnswer } from "#app/contract/points.ts";
import { sumBalance } from "#app/ledger/read.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { findSurvivor } from "./find-survivor.server.ts";

/**
 * What a customer has in points and how it came to be, from the ledger. A former id answers for the survivor; someone who
 * never had points has zeros; undefined for an unknown or deleted customer.
 *
 * @see docs/formulas.md#balance
 */
export async function findCustomerBalance(shopId: number, customerId: string): Promise<BalanceAnswer | undefined> {
  const customer = await findSurvivor(shopId, customerId);
  return customer && sumBalance(pool, shopId, customer.customer_id);
}

/** What a customer held at an instant, by the entries and the claim up to it (inclusive). `customerId` is no former id. */
export async function findPointsAt(shopId: number, customerId: string, asOf: Date): Promise<HeldPoints> {
  const { rows } = await pool.query<{ pending: number; settled: number; is_claimed: boolean }>(
    `SELECT coalesce(sum(pending_points), 0)::float8 AS pending, coalesce(sum(settled_points), 0)::float8 AS settled,
       EXISTS (SELECT FROM member_points m WHERE m.shop_id = $1 AND m.customer_id = $2 AND m.claimed_at <= $3) AS is_claimed
     FROM ledger_entries WHERE shop_id = $1 AND customer_id = $2 AND occurred_at <= $3`,
    [shopId, customerId, asOf],
  );
  const { pending = 0, settled = 0, is_claimed: isClaimed = false } = rows[0] ?? {};
  return { available: isClaimed ? settled : Math.min(0, settled), pending, unclaimed: isClaimed ? 0 : Math.max(0, settled) };
}
