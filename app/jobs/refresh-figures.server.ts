import { pool } from "#app/platform/db.server.ts";
import { recomputeFigures } from "#app/store/shop-figures.server.ts";

/** Brings a shop's stored figures up to date, whatever was stored. */
export async function refreshFigures(shopId: number, now: Date): Promise<void> {
  await recomputeFigures(pool, shopId, now);
}
