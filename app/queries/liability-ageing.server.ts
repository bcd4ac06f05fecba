import type { Tx } from "#app/platform/db.server.ts";
import { inHeavyRead } from "#app/platform/heavy-reads.server.ts";

/** What is owed now by how long ago it was credited, in points; `fromDays` to `toDays` (null: and more). */
export interface LiabilityAge {
  fromDays: number;
  toDays: number | null;
  points: number;
}

/** `ages` + `pendingPoints` - `debtPoints` is everything owed now. */
export interface LiabilityAgeing {
  ages: LiabilityAge[];
  pendingPoints: number;
  debtPoints: number;
}

const BOUNDS_DAYS = [0, 31, 91, 181, 366];

/** How old the points are that members hold, from what is left of each credit. */
export async function getLiabilityAgeing(shopId: number, now: Date): Promise<LiabilityAgeing> {
  const { aged, sums } = await inHeavyRead(shopId, (tx) => readLots(tx, shopId, now), { lane: "adding" });
  // Place 0 is what was credited after `now`: a clock that went back. It counts as of today.
  const pointsAt = (place: number) => aged.rows.filter((row) => Math.max(1, row.place) === place).reduce((sum, { points }) => sum + points, 0);
  const ages = BOUNDS_DAYS.map((fromDays, at) => ({ fromDays, toDays: (BOUNDS_DAYS[at + 1] ?? null) === null ? null : BOUNDS_DAYS[at + 1]! - 1, points: pointsAt(at + 1) }));
  return { ages, ...(sums.rows[0] ?? { pendingPoints: 0, debtPoints: 0 }) };
}

const readLots = async (tx: Tx, shopId: number, now: Date) => ({
  aged: await tx.query<{ place: number; points: number }>(
    `SELECT width_bucket(extract(epoch FROM $2::timestamptz - credited_at) / 86400, $3::float8[])::int AS place, sum(left_points)::float8 AS points
     FROM lots WHERE shop_id = $1 AND left_points > 0 GROUP BY 1`,
    [shopId, now, BOUNDS_DAYS],
  ),
  sums: await tx.query<{ pendingPoints: number; debtPoints: number }>(
    `SELECT coalesce(sum(pending_points), 0)::float8 AS "pendingPoints", coalesce(sum(debt_points), 0)::float8 AS "debtPoints" FROM member_points WHERE shop_id = $1`,
    [shopId],
  ),
});
