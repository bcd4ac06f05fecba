import { composeFigures, FIGURE_WINDOW_DAYS } from "#app/domain/metrics/compose-figures.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { countRanks } from "./rank-counts.server.ts";

/** Windows ripen and orders dated ahead come due while nothing is delivered, so figures also age. */
const FRESH_MS = 10 * 60_000;

/** The shape of stored figures; raise it with every change, so that no page meets the figures of an earlier release. */
const SHAPE = 1;

export type Figures = ReturnType<typeof composeFigures>;

/** Figures as they were stored, null before the first computation of this shape, and how long the last one took. */
export type StoredFigures = { figures: Figures | null; computeMs: number | null; isFresh: boolean; changeCount: string };

/**
 * Marks the shop's stored figures as out of date, in the transaction of the change itself.
 * Call it last in that transaction: the row is locked until the commit.
 */
export async function touchShopFigures(tx: Tx, shopId: number): Promise<void> {
  await tx.query(
    "INSERT INTO shop_figures (shop_id) VALUES ($1) ON CONFLICT (shop_id) DO UPDATE SET change_count = shop_figures.change_count + 1",
    [shopId],
  );
}

/** Fresh means: nothing changed since, and younger than ten minutes. */
export async function loadStoredFigures(tx: Tx, shopId: number, now: Date): Promise<StoredFigures> {
  const { rows } = await tx.query<{ figures: Figures | null; compute_ms: number | null; computed_at: Date | null; is_unchanged: boolean | null; change_count: string }>(
    `SELECT CASE WHEN figures -> 'shape' = to_jsonb($2::int) THEN figures -> 'figures' END AS figures, compute_ms, computed_at, change_count = computed_count AS is_unchanged, change_count
     FROM shop_figures WHERE shop_id = $1`,
    [shopId, SHAPE],
  );
  const row = rows[0];
  if (!row) return { figures: null, computeMs: null, isFresh: false, changeCount: "0" };
  const isYoung = row.computed_at !== null && now.getTime() - row.computed_at.getTime() < FRESH_MS;
  return { figures: row.figures, computeMs: row.compute_ms, isFresh: row.figures !== null && row.is_unchanged === true && isYoung, changeCount: row.change_count };
}

/** Computes the shop's figures as of now and stores them, however long that takes. Throws for an unknown shop. */
export async function recomputeFigures(tx: Tx, shopId: number, now: Date): Promise<Figures> {
  const startedMs = performance.now();
  const shop = await countRanks(shopId, { asOf: now, windowDays: FIGURE_WINDOW_DAYS });
  const figures = composeFigures(shop, now);
  // Of two computations that cross, the one that saw more changes stays.
  await tx.query(
    `INSERT INTO shop_figures AS f (shop_id, change_count, computed_count, computed_at, compute_ms, figures)
     VALUES ($1, $3, $3, $2, $4, $5)
     ON CONFLICT (shop_id) DO UPDATE
     SET computed_count = excluded.computed_count, computed_at = excluded.computed_at, compute_ms = excluded.compute_ms, figures = excluded.figures
     WHERE f.computed_count IS NULL OR (f.computed_count, f.computed_at) <= (excluded.computed_count, excluded.computed_at)`,
    [shopId, now, shop.changeCount, Math.round(performance.now() - startedMs), JSON.stringify({ shape: SHAPE, figures })],
  );
  return figures;
}
