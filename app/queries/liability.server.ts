import type { LiabilityAnswer } from "#app/contract/points.ts";
import { liabilityByDay, type DayMovements } from "#app/domain/points/liability.ts";
import { programAt } from "#app/domain/program/program.ts";
import { valueOriginOf } from "#app/domain/program/value-origin.ts";
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
    days.map((day) => {
      const { outstanding: _, ...moved } = movements.get(day) ?? nothing(day);
      return { ...moved, unclaimed: unclaimed.get(day) ?? 0 };
    }),
    { from, to, versions, shop },
  );
  return { items };
}

/** What a point is worth by the program in force, and the reward that this follows from (null: the merchant's own number); null before the first program. */
export async function getPointValue(shopId: number, now: Date): Promise<{ valuePerPointMinor: number; currency: string; rewardName: string | null } | null> {
  const version = programAt(await listProgramVersions(pool, shopId), now);
  if (!version) return null;
  return { valuePerPointMinor: version.program.valuePerPointMinor, currency: version.currency, rewardName: valueOriginOf(version.program)?.rewardName ?? null };
}

/** Today on the shop's calendar. */
export async function getToday(shopId: number, now: Date): Promise<string> {
  return localDay(now, (await getShop(pool, shopId)).timeZone);
}

type Range = { timeZone: string; from: string; to: string };
type Movements = Omit<DayMovements, "unclaimed"> & { outstanding: number };

const nothing = (day: string): Movements => ({ day, earned: 0, adjusted: 0, imported: 0, redeemed: 0, returned: 0, expired: 0, reversed: 0, merged: 0, pending: 0, outstanding: 0 });

/**
 * The day of an entry `e`, as SQL; everything before the first day lies on the day before it, so that years of entries are
 * added up without asking for the day of each. $2 is the zone, $3 the first day, $4 the last.
 */
const DAY = "CASE WHEN e.occurred_at < $3::date::timestamp AT TIME ZONE $2 THEN $3::date - 1 ELSE (e.occurred_at AT TIME ZONE $2)::date END";
const IN_TIME = "e.shop_id = $1 AND e.occurred_at < ($4::date + 1)::timestamp AT TIME ZONE $2";

async function loadMovements(shopId: number, { timeZone, from, to }: Range): Promise<Map<string, Movements>> {
  const { rows } = await pool.query<Movements>(
    `WITH moved AS (
       SELECT ${DAY} AS day, e.kind, sum(e.pending_points) AS pending, sum(e.pending_points + e.settled_points) AS points FROM ledger_entries e WHERE ${IN_TIME} GROUP BY 1, 2
     )
     SELECT day::text, sum(points)::float8 AS outstanding, sum(pending)::float8 AS pending,
       coalesce(sum(points) FILTER (WHERE kind IN ('earn_pending', 'earn_released', 'earn_cancelled')), 0)::float8 AS earned,
       coalesce(sum(points) FILTER (WHERE kind = 'adjust'), 0)::float8 AS adjusted,
       coalesce(sum(points) FILTER (WHERE kind = 'import'), 0)::float8 AS imported,
       coalesce(-sum(points) FILTER (WHERE kind = 'redeem'), 0)::float8 AS redeemed,
       coalesce(sum(points) FILTER (WHERE kind = 'redeem_returned'), 0)::float8 AS returned,
       coalesce(-sum(points) FILTER (WHERE kind = 'expire'), 0)::float8 AS expired,
       coalesce(-sum(points) FILTER (WHERE kind IN ('reverse', 'reverse_waived')), 0)::float8 AS reversed,
       coalesce(sum(points) FILTER (WHERE kind IN ('merge_in', 'merge_out')), 0)::float8 AS merged
     FROM moved GROUP BY day`,
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
    `WITH moved AS MATERIALIZED (
       SELECT e.customer_id, ${DAY} AS day, sum(e.settled_points) AS points FROM ledger_entries e WHERE ${IN_TIME} GROUP BY 1, 2
     ), waiting AS (
       SELECT k.customer_id, (m.claimed_at AT TIME ZONE $2)::date AS claimed_on
       FROM (SELECT DISTINCT customer_id FROM moved) k
       LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = k.customer_id
       LEFT JOIN member_points m ON m.shop_id = $1 AND m.customer_id = coalesce(c.merged_into_id, k.customer_id)
       WHERE m.claimed_at IS NULL OR (m.claimed_at AT TIME ZONE $2)::date >= $3::date
     ), event AS (
       SELECT m.customer_id, m.day, m.points, w.claimed_on FROM moved m JOIN waiting w USING (customer_id)
       UNION ALL SELECT customer_id, claimed_on, 0, claimed_on FROM waiting WHERE claimed_on <= $4::date
     ), held AS (
       SELECT customer_id, day, claimed_on, sum(points) OVER (PARTITION BY customer_id ORDER BY day) AS points FROM event
     ), changed AS (
       SELECT day, shown - lag(shown, 1, 0::numeric) OVER (PARTITION BY customer_id ORDER BY day) AS points
       FROM held, LATERAL (SELECT CASE WHEN claimed_on <= day THEN 0 ELSE greatest(0, points) END AS shown) s
     )
     SELECT day::text, sum(points)::float8 AS points FROM changed GROUP BY day`,
    [shopId, timeZone, from, to],
  );
  return new Map(rows.map(({ day, points }) => [day, points]));
}
