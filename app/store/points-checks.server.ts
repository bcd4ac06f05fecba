import type { Tx } from "#app/platform/db.server.ts";
import type { DifferenceKind } from "./points-differences.server.ts";

/** The last comparison of balances, lots and bookings with the ledger. */
export interface PointsCheck {
  checkedAt: Date;
  /** How many of these say something else than the ledger. */
  differing: Record<DifferenceKind, number>;
  membersDiffering: number;
}

/** Notes what the last comparison found, in place of the one before. */
export async function savePointsCheck(tx: Tx, shopId: number, { checkedAt, differing, membersDiffering }: PointsCheck): Promise<void> {
  await tx.query(
    `INSERT INTO points_checks (shop_id, checked_at, differing, members_differing) VALUES ($1, $2, $3, $4)
     ON CONFLICT (shop_id) DO UPDATE SET checked_at = excluded.checked_at, differing = excluded.differing, members_differing = excluded.members_differing`,
    [shopId, checkedAt, JSON.stringify(differing), membersDiffering],
  );
}
