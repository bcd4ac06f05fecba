import type { ShopFigures } from "#app/contract/figures.ts";
import { pool } from "#app/platform/db.server.ts";
import { enqueueJob } from "#app/store/jobs.server.ts";
import { type Figures, loadStoredFigures, recomputeFigures } from "#app/store/shop-figures.server.ts";

const QUICK_MS = 250;

/** A page and its neighbours ask together; whoever has seen the same changes shares one computation. */
const underWay = new Map<string, Promise<Figures>>();

/**
 * The shop's figures for pages and for API calls without `as_of`.
 *
 * Stored ones are answered while they are fresh (nothing changed since, younger than ten minutes). Stale ones are computed
 * anew at once where that is quick (under 250 ms the last time, or never tried); otherwise the stored ones are answered
 * with their own `asOf`, and a job brings them up to date.
 */
export async function getShopFigures(shopId: number, now: Date): Promise<ShopFigures> {
  const stored = await loadStoredFigures(pool, shopId, now);
  if (stored.figures && stored.isFresh) return stored.figures;
  if (stored.figures && stored.computeMs !== null && stored.computeMs >= QUICK_MS) {
    await enqueueJob(pool, { name: "refresh-figures", payload: { shopId }, key: `refresh-figures:${shopId}` });
    return stored.figures;
  }
  const key = `${shopId}:${stored.changeCount}`;
  const running = underWay.get(key) ?? recomputeFigures(pool, shopId, now).finally(() => underWay.delete(key));
  underWay.set(key, running);
  return running;
}
