import type { LiabilityAnswer } from "#app/contract/points.ts";
import { liabilityByDay, type DayMovements } from "#app/domain/points/liability.ts";
import { addDays, localDay } from "#app/domain/time.ts";
import { pool } from "#app/platform/db.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { getShop } from "#app/store/shops.server.ts";

/**
 * What the shop owes in points at the end of each of its calendar days from `from` to `to` (inclusive), and how it came to
 * be, from the ledger alone. Every entry lies on the day on which it happened, whenever it was heard of.
 *
 * @see docs/formulas.md#liability
 */
export async function getLiability(shopId: number, { from, to }: { from: string; to: string }): Promise<LiabilityAnswer> {
  const shop = await getShop(pool, shopId);
  const range = { timeZone: shop.timeZone, from, to };
  const [movements, unclaimed, versions] = await Promise.all([loadMovements(shopId, range), loadUnclaimedChanges(shopId, range), listProgramVersions(pool, shopId)]);
  const dayBefore = addDays(from, -1);
  const before = movements.get(dayBefore);
  const days = [...new Set([...movements.keys(), ...unclaimed.keys()])].filter((day) => day !== dayBefore);
  const items = liabilityByDay(
    { outstanding: before?.outstanding ?? 0, pending: before?.pending ?? 0, unclaimed: unclaimed.get(dayBefore) ?? 0 },
    days.map((day) => ({ ...(movements.get(day) ?? nothing(day)), unclaimed: unclaimed.get(day) ?? 0 })),
    { from, to, versions, shop },
  );
  return { items };
}

/** Today on the shop's calendar. */
export async function getToday(shopId: number, now: Date): Promise<string> {
  return localDay(now, (await getShop(pool, shopId)).timeZone);
}

type Range = { timeZone: string; from: string; to: string };
type Movements = Omit<DayMovements, "unclaimed"> & { outstanding: number };

const nothing = (day: string): Movements => ({ day, earned: 0, adjusted: 0, imported: 0, redeemed: 0, returned: 0, expired: 0, reversed: 0, merged: 0, pending: 0, outstanding: 0 });

/** Sums by day; everything before `from` lies on the day before it. */
async function loadMovements(shopId: number, { timeZone, from, to }: Range): Promise<Map<string, Movements>> {
  const { rows } = await pool.query<Movements>(
    `SELECT greatest(e.day, $3::date - 1)::text AS day, sum(e.points)::float8 AS outstanding, sum(e.pending_points)::float8 AS pending,
       coalesce(sum(e.points) FILTER (WHERE e.kind IN ('earn_pending', 'earn_released', 'earn_cancelled')), 0)::float8 AS earned,
       coalesce(sum(e.points) FILTER (WHERE e.kind = 'adjust'), 0)::float8 AS adjusted,
       coalesce(sum(e.points) FILTER (WHERE e.kind = 'import'), 0)::float8 AS imported,
       coalesce(-sum(e.points) FILTER (WHERE e.kind = 'redeem'), 0)::float8 AS redeemed,
       coalesce(sum(e.points) FILTER (WHERE e.kind = 'redeem_returned'), 0)::float8 AS returned,
       coalesce(-sum(e.points) FILTER (WHERE e.kind = 'expire'), 0)::float8 AS expired,
       coalesce(-sum(e.points) FILTER (WHERE e.kind IN ('reverse', 'reverse_waived')), 0)::float8 AS reversed,
       coalesce(sum(e.points) FILTER (WHERE e.kind IN ('merge_in', 'merge_out')), 0)::float8 AS merged
     FROM (
       SELECT kind, pending_points, pending_points + settled_points AS points, (occurred_at AT TIME ZONE $2)::date AS day FROM ledger_entries WHERE shop_id = $1
     ) e WHERE e.day <= $4::date GROUP BY 1`,
    [shopId, timeZone, from, to],
  );
  return new Map(rows.map((row) => [row.day, row]));
}

/**
 * How what waits for a first sign-in changed by day: what a member holds at the end of a day, until the day of the claim.
 * Members who had claimed before `from` have no part in it. A merged customer's points waited if the survivor's do.
 */
async function loadUnclaimedChanges(shopId: number, { timeZone, from, to }: Range): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ day: string; points: number }>(
    `WITH member AS (
       SELECT e.customer_id, (min(m.claimed_at) AT TIME ZONE $2)::date AS claimed_on
       FROM (SELECT DISTINCT customer_id FROM ledger_entries WHERE shop_id = $1) e
       LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = e.customer_id
       LEFT JOIN member_points m ON m.shop_id = $1 AND m.customer_id = coalesce(c.merged_into_id, e.customer_id)
       GROUP BY e.customer_id
     ), waiting AS (SELECT * FROM member WHERE claimed_on IS NULL OR claimed_on >= $3::date),
     moved AS (
       SELECT e.customer_id, (e.occurred_at AT TIME ZONE $2)::date AS day, e.settled_points AS points
       FROM ledger_entries e JOIN waiting USING (customer_id) WHERE e.shop_id = $1
       UNION ALL SELECT customer_id, claimed_on, 0 FROM waiting WHERE claimed_on IS NOT NULL
     ), held AS (
       SELECT customer_id, day, sum(sum(points)) OVER (PARTITION BY customer_id ORDER BY day) AS points FROM moved WHERE day <= $4::date GROUP BY customer_id, day
     ), shown AS (
       SELECT h.customer_id, h.day, CASE WHEN w.claimed_on <= h.day THEN 0 ELSE greatest(0, h.points) END AS points FROM held h JOIN waiting w USING (customer_id)
     ), changed AS (
       SELECT day, points - lag(points, 1, 0::numeric) OVER (PARTITION BY customer_id ORDER BY day) AS points FROM shown
     )
     SELECT greatest(day, $3::date - 1)::text AS day, sum(points)::float8 AS points FROM changed GROUP BY 1`,
    [shopId, timeZone, from, to],
  );
  return new Map(rows.map(({ day, points }) => [day, points]));
}
