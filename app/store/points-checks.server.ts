import type { Tx } from "#app/platform/db.server.ts";
import type { DifferenceKind } from "./points-differences.server.ts";

/** The last comparison of balances, lots and bookings with the ledger. */
export interface PointsCheck {
  checkedAt: Date;
  /** How many of these say something else than the ledger. */
  differing: Record<DifferenceKind, number>;
  membersDiffering: number;
  tookMs: number;
}

// A thousandth of the time is for looking, and a ledger of any size is looked through once a week.
const RESTS_TIMES = 1_000;
const RESTS_MS_MAX = 7 * 86_400_000;

/** Whether the last comparison is long enough ago: so that all of them together cost a thousandth of one connection's time at most. */
export async function isPointsCheckDue(tx: Tx, shopId: number, now: Date): Promise<boolean> {
  const { rows } = await tx.query<{ checkedAt: Date; tookMs: number }>(`SELECT checked_at AS "checkedAt", took_ms AS "tookMs" FROM points_checks WHERE shop_id = $1`, [shopId]);
  const last = rows[0];
  return !last || now.getTime() - last.checkedAt.getTime() >= Math.min(last.tookMs * RESTS_TIMES, RESTS_MS_MAX);
}

/** Notes what the last comparison found, in place of the one before. */
export async function savePointsCheck(tx: Tx, shopId: number, { checkedAt, differing, membersDiffering, tookMs }: PointsCheck): Promise<void> {
  await tx.query(
    `INSERT INTO points_checks (shop_id, checked_at, differing, members_differing, took_ms) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (shop_id) DO UPDATE SET checked_at = excluded.checked_at, differing = excluded.differing, members_differing = excluded.members_differing,
       took_ms = excluded.took_ms`,
    [shopId, checkedAt, JSON.stringify(differing), membersDiffering, Math.round(tookMs)],
  );
}
