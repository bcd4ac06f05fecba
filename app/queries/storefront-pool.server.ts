import pg from "pg";
import type { Language } from "#app/domain/messages/language.ts";
import { type PointsName, USUAL_POINTS_NAME } from "#app/domain/points/points-name.ts";
import { endUnanswered } from "#app/platform/answer-deadline.server.ts";
import { env } from "#app/platform/env.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import type { BatcherLimits } from "#app/platform/batcher.server.ts";
import { pointsNameAt } from "#app/store/program-versions.server.ts";

const CALLS_MAX = 2;

/**
 * How each kind of read of the storefront shares calls. So few a call that of 32 readers at once half are answered while the
 * database works for the others: all in one call, each side would wait for the other in turn.
 */
export const READ_BATCHES: BatcherLimits = { batchMax: 16, callsMax: CALLS_MAX, waitingMax: 1_000 };

/**
 * Connections for reads of the storefront, with short deadlines: nobody waits half a minute for a panel, and a crowd of
 * shoppers takes no connection from deliveries and the merchant. Statements are planned once, however many they ask for:
 * a plan costs ten times what it does.
 */
export const storefrontPool = new pg.Pool({
  connectionString: env.databaseUrl,
  max: 2 * CALLS_MAX,
  connectionTimeoutMillis: 2_000,
  statement_timeout: 3_000,
  allowExitOnIdle: true,
  application_name: "thrice storefront",
  options: "-c timezone=UTC -c plan_cache_mode=force_generic_plan",
});
endUnanswered(storefrontPool, 4_000);
storefrontPool.on("error", (error) => logger.warn({ err: error }, "a storefront connection broke; the pool opens another"));
storefrontPool.on("connect", (client) => client.on("error", () => undefined));

/** What sentences for a shop's customers need of the shop. */
export interface StorefrontShop {
  id: number;
  currency: string;
  timeZone: string;
  pointsName: PointsName;
  shopLanguage: Language;
}

/** Tells of a shop `s`, for `shopsTold`: once in an answer, with the first row of the first question about it. */
export const SHOP_TOLD = `json_build_object('id', s.id, 'currency', s.currency, 'timeZone', s.time_zone,
    'shopLanguage', coalesce((SELECT l.language FROM mail_settings l WHERE l.shop_id = s.id), 'en'),
    'pointsName', ${pointsNameAt({ shopId: "s.id", at: "now()" })})`;

export type ToldShop = Omit<StorefrontShop, "pointsName"> & { pointsName: PointsName | null };

/** The shop of each row of an answer, in their order, by its domain and what the row tells of it. */
export function shopsTold(): (domain: string, told: ToldShop | null) => StorefrontShop {
  const shops = new Map<string, StorefrontShop>();
  return (domain, told) => {
    if (told) shops.set(domain, { ...told, pointsName: told.pointsName ?? USUAL_POINTS_NAME });
    const shop = shops.get(domain);
    if (!shop) throw new Error("a row came before the one that tells of its shop");
    return shop;
  };
}

/** Of each question whether it is the first about its shop. */
export const firstOfShop = (domains: string[]): boolean[] => domains.map((domain, at) => domains.indexOf(domain) === at);
