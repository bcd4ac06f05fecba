import { pool } from "#app/platform/db.server.ts";
import { loadStoredFigures, recomputeFigures } from "#app/store/shop-figures.server.ts";

/** Brings a shop's stored figures up to date, unless somebody was faster. Throws for an unknown shop. */
export async function refreshFigures(shopId: number, now: Date): Promise<"refreshed" | "fresh"> {
  const stored = await loadStoredFigures(pool, shopId, now);
  if (stored.isFresh) return "fresh";
  await recomputeFigures(pool, shopId, now);
  return "refreshed";
}
