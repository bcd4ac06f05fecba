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

/** Figures as they were stored. `isOutOfDate`: something changed after they were computed. `computeMs`: how long that took. */
export type StoredFigures = { figures: unknown; computedAt: Date; computeMs: number; isOutOfDate: boolean };

/** Undefined when nothing was ever computed for this shop. */
export async function findStoredFigures(tx: Tx, shopId: number): Promise<StoredFigures | undefined> {
  const { rows } = await tx.query<{ figures: unknown; computed_at: Date; compute_ms: number; is_out_of_date: boolean }>(
    `SELECT figures, computed_at, compute_ms, change_count <> computed_count AS is_out_of_date
     FROM shop_figures WHERE shop_id = $1 AND figures IS NOT NULL`,
    [shopId],
  );
  const row = rows[0];
  return row && { figures: row.figures, computedAt: row.computed_at, computeMs: row.compute_ms, isOutOfDate: row.is_out_of_date };
}

/** Keeps figures that saw `changeCount` changes; those of a later instant stay when two computations cross. */
export async function storeFigures(
  tx: Tx,
  shopId: number,
  { figures, computedAt, computeMs, changeCount }: { figures: object; computedAt: Date; computeMs: number; changeCount: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO shop_figures AS f (shop_id, changed_at, change_count, computed_count, computed_at, compute_ms, figures)
     VALUES ($1, $2, 0, $3, $2, $4, $5)
     ON CONFLICT (shop_id) DO UPDATE
     SET computed_count = excluded.computed_count, computed_at = excluded.computed_at, compute_ms = excluded.compute_ms, figures = excluded.figures
     WHERE f.computed_at IS NULL OR f.computed_at <= excluded.computed_at`,
    [shopId, computedAt, changeCount, Math.round(computeMs), JSON.stringify(figures)],
  );
}

/** The job that brings a shop's stored figures up to date. */
export const REFRESH_FIGURES_JOB = "refresh-figures";

/** Asks for that job; asking again while it waits changes nothing. */
export async function askForFigures(tx: Tx, shopId: number): Promise<void> {
  await tx.query("SELECT graphile_worker.add_job($1, json_build_object('shopId', $2::int), job_key => $3, max_attempts => 5)", [
    REFRESH_FIGURES_JOB,
    shopId,
    `${REFRESH_FIGURES_JOB}:${shopId}`,
  ]);
}
