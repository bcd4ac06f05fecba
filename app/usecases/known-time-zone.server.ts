import type { Tx } from "#app/platform/db.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { isTimeZoneKnown } from "#app/store/time-zones.server.ts";

/**
 * The zone that Shopify names for a shop, or the one that is kept where days can't be counted in it: every page and every
 * settlement would fail. It is taken when Shopify names it again to a newer Node and database.
 */
export async function knownTimeZone<Kept extends string | null>(tx: Tx, { domain, timeZone, kept }: { domain: string; timeZone: string; kept: Kept }): Promise<string | Kept> {
  if (timeZone === kept || (await isTimeZoneKnown(tx, timeZone))) return timeZone;
  logger.error({ shopDomain: domain, timeZone, kept }, "a shop's time zone is not known here: this system needs newer time zones");
  return kept;
}
