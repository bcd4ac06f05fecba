import { pool } from "#app/platform/db.server.ts";
import { ShopNotCountable } from "#app/store/rank-counts.server.ts";
import { loadStoredFigures, recomputeFigures } from "#app/store/shop-figures.server.ts";

/** Brings a shop's stored figures up to date, unless somebody was faster or the shop is gone. */
export async function refreshFigures(shopId: number, now: Date): Promise<"refreshed" | "fresh" | "gone"> {
  const stored = await loadStoredFigures(pool, shopId, now);
  if (stored.isFresh) return "fresh";
  try {
    await recomputeFigures(pool, shopId, now);
    return "refreshed";
  } catch (error) {
    if (error instanceof ShopNotCountable) return "gone";
    throw error;
  }
}
