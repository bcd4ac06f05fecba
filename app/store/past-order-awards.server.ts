import type { LockedTx, Tx } from "#app/platform/db.server.ts";

/** An award to orders placed before the program began. */
export interface AwardLine {
  id: string;
  version: number;
  from: Date;
  until: Date;
  awardedAt: Date;
  awardedBy: string;
  undoneAt: Date | null;
  undoneBy: string | null;
}

/** Awards of the shop, newest first; at most one stands. */
export async function listAwards(tx: Tx, shopId: number): Promise<AwardLine[]> {
  const rows = await tx.query<AwardLine>(
    `SELECT id::text, version, from_at AS "from", until_at AS until, awarded_at AS "awardedAt", awarded_by AS "awardedBy", undone_at AS "undoneAt", undone_by AS "undoneBy"
     FROM past_order_awards WHERE shop_id = $1 ORDER BY id DESC`,
    [shopId],
  );
  return rows.rows;
}

/** Adds an award. A second one that stands is refused by a unique index. */
export async function addAward(tx: LockedTx, shopId: number, award: { version: number; from: Date; until: Date; by: string; now: Date }): Promise<void> {
  await tx.query("INSERT INTO past_order_awards (shop_id, version, from_at, until_at, awarded_at, awarded_by) VALUES ($1, $2, $3, $4, $5, $6)", [
    shopId, award.version, award.from, award.until, award.now, award.by,
  ]);
}

/** Ends the award that stands. Answers false when there is none. */
export async function undoAward(tx: LockedTx, shopId: number, { by, now }: { by: string; now: Date }): Promise<boolean> {
  const undone = await tx.query("UPDATE past_order_awards SET undone_at = $2, undone_by = $3 WHERE shop_id = $1 AND undone_at IS NULL", [shopId, now, by]);
  return undone.rowCount === 1;
}
