import type { ShopFigures } from "#app/contract/figures.ts";

/**
 * The shop's figures for pages and for API calls without `as_of`.
 *
 * Stored ones are answered while they are fresh (nothing changed since, younger than ten minutes). Stale ones are computed
 * anew at once where that is quick (under 250 ms the last time, or never tried); otherwise the stored ones are answered
 * with their own `asOf`, and a job brings them up to date.
 */
export async function getShopFigures(shopId: number, now: Date): Promise<ShopFigures> {
  throw new Error(`no figures of shop ${shopId} at ${now.toISOString()} yet`);
}
