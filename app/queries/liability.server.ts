import type { LiabilityAnswer } from "#app/contract/points.ts";
import { liabilityByDay, type DayMovements } from "#app/domain/points/liability.ts";
import { programAt } from "#app/domain/program/program.ts";
import { valueOriginOf } from "#app/domain/program/value-origin.ts";
import { addDays, localDay } from "#app/domain/time.ts";
import { inTransaction, pool, type Tx } from "#app/platform/db.server.ts";
import { inHeavyRead } from "#app/platform/heavy-reads.server.ts";
import { findLiabilityProgress, isLiabilityNear, LIABILITY_CHANGES } from "#app/store/liability-days.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { getShop } from "#app/store/shops.server.ts";

/**
 * What the shop owes in points at the end of each of its calendar days from `from` to `to` (inclusive), and how it came to
 * be, from the ledger alone: what is stored of its days, and the entries that came since. Every entry lies on the day on
 * which it happened, whenever it was heard of.
 *
 * @see docs/formulas.md#liability
 */
export async function getLiability(shopId: number, { from, to }: { from: string; to: string }): Promise<LiabilityAnswer> {
  const [shop, movements, versions] = await Promise.all([getShop(pool, shopId), loadMovements(shopId, { from, to }), listProgramVersions(pool, shopId)]);
  const dayBefore = addDays(from, -1);
  const { outstanding, pending, unclaimed } = movements.find(({ day }) => day === dayBefore) ?? { outstanding: 0, pending: 0, unclaimed: 0 };
  const days = movements.filter(({ day }) => day !== dayBefore).map(({ outstanding: _, ...moved }) => moved);
  return { items: liabilityByDay({ outstanding, pending, unclaimed }, days, { from, to, versions, shop }) };
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

type Movements = DayMovements & { outstanding: number };

/**
 * What moved on each day up to `to`; everything before `from` lies on the day before it. Milliseconds where the days are stored but
 * for a few entries; until a ledger of millions is stored for the first time it takes long, and its turn among others that do.
 */
async function loadMovements(shopId: number, range: { from: string; to: string }): Promise<Movements[]> {
  const read = (tx: Tx) => readMovements(tx, shopId, range);
  return (await isLiabilityNear(pool, shopId)) ? inTransaction(read) : inHeavyRead(shopId, read);
}

async function readMovements(tx: Tx, shopId: number, { from, to }: { from: string; to: string }): Promise<Movements[]> {
  // What is stored and what came since must be of one instant.
  await tx.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
  const { throughId, timeZone } = await findLiabilityProgress(tx, shopId);
  const { rows } = await tx.query<Movements>(
    `WITH moved AS (
       SELECT greatest(day, $5::date - 1) AS day, kind, pending_points AS pending, points FROM (
         SELECT day, kind, pending_points, points FROM liability_days WHERE shop_id = $1 AND $3 > 0 UNION ALL (${LIABILITY_CHANGES})
       ) d WHERE day <= $6::date
     )
     SELECT day::text, coalesce(sum(points) FILTER (WHERE kind <> 'unclaimed'), 0)::float8 AS outstanding, sum(pending)::float8 AS pending,
       coalesce(sum(points) FILTER (WHERE kind = 'unclaimed'), 0)::float8 AS unclaimed,
       coalesce(sum(points) FILTER (WHERE kind IN ('earn_pending', 'earn_released', 'earn_cancelled')), 0)::float8 AS earned,
       coalesce(sum(points) FILTER (WHERE kind = 'adjust'), 0)::float8 AS adjusted,
       coalesce(sum(points) FILTER (WHERE kind = 'import'), 0)::float8 AS imported,
       coalesce(-sum(points) FILTER (WHERE kind = 'redeem'), 0)::float8 AS redeemed,
       coalesce(sum(points) FILTER (WHERE kind = 'redeem_returned'), 0)::float8 AS returned,
       coalesce(-sum(points) FILTER (WHERE kind = 'expire'), 0)::float8 AS expired,
       coalesce(-sum(points) FILTER (WHERE kind IN ('reverse', 'reverse_waived')), 0)::float8 AS reversed,
       coalesce(sum(points) FILTER (WHERE kind IN ('merge_in', 'merge_out')), 0)::float8 AS merged
     FROM moved GROUP BY day ORDER BY day`,
    [shopId, timeZone, throughId, BIGINT_MAX, from, to],
  );
  return rows;
}

const BIGINT_MAX = "9223372036854775807";
