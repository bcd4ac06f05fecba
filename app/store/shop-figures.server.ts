import type { Tx } from "#app/platform/db.server.ts";

/**
 * Marks the shop's stored figures as out of date, in the transaction of the change itself.
 * Call it last in that transaction: the row is locked until the commit.
 */
export async function touchShopFigures(tx: Tx, shopId: number, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO shop_figures (shop_id, changed_at) VALUES ($1, $2)
     ON CONFLICT (shop_id) DO UPDATE SET changed_at = excluded.changed_at, change_count = shop_figures.change_count + 1`,
    [shopId, now],
  );
}
