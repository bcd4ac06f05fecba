import type { ShopFigures } from "#app/contract/figures.ts";
import { pool } from "#app/platform/db.server.ts";
import { enqueueJob, refreshFiguresOf } from "#app/store/jobs.server.ts";
import { type Figures, loadStoredFigures, recomputeFigures } from "#app/store/shop-figures.server.ts";

/** What a page may wait for a computation; longer ones are left to a job. */
const PAGE_PATIENCE_MS = 250;

/** A page and its neighbours ask together; whoever has seen the same changes shares one computation. */
const underWay = new Map<string, Promise<Figures>>();

/**
 * The shop's figures for pages and for API calls without `as_of`.
 *
 * Stored ones are answered while they are fresh (nothing changed since, younger than ten minutes). Stale ones are computed
 * anew at once where that took less than `patienceMs` the last time, or was never tried; otherwise the stored ones are
 * answered with their own `asOf`, and a job brings them up to date. Throws `ShopNotCountable` for an unknown shop.
 */
export async function getShopFigures(shopId: number, now: Date, { patienceMs = PAGE_PATIENCE_MS }: { patienceMs?: number } = {}): Promise<ShopFigures> {
  const stored = await loadStoredFigures(pool, shopId, now);
  if (stored.figures && stored.isFresh) return stored.figures;
  if (stored.figures && stored.computeMs !== null && stored.computeMs >= patienceMs) {
    await enqueueJob(pool, refreshFiguresOf(shopId));
    return stored.figures;
  }
  const key = `${shopId}:${stored.changeCount}`;
  const running = underWay.get(key) ?? recomputeFigures(pool, shopId, now).finally(() => underWay.delete(key));
  underWay.set(key, running);
  return running;
}
