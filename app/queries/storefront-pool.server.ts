import pg from "pg";
import type { Language } from "#app/domain/messages/language.ts";
import { type PointsName, USUAL_POINTS_NAME } from "#app/domain/points/points-name.ts";
import { env } from "#app/platform/env.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import type { TogetherLimits } from "#app/platform/together.server.ts";

const CALLS_MAX = 2;

/** How reads of the storefront share calls. Each asks twice, side by side: for the shops, and for what is theirs. */
export const READ_TOGETHER: TogetherLimits = { batchMax: 50, callsMax: CALLS_MAX, waitingMax: 1_000 };

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
  query_timeout: 4_000,
  allowExitOnIdle: true,
  application_name: "thrice storefront",
  options: "-c timezone=UTC -c plan_cache_mode=force_generic_plan",
});
storefrontPool.on("error", (error) => logger.warn({ err: error }, "a storefront connection broke; the pool opens another"));
storefrontPool.on("connect", (client) => client.on("error", () => undefined));

/** What sentences for a shop's customers need of the shop. */
export interface StorefrontShop {
  id: number;
  domain: string;
  currency: string;
  timeZone: string;
  pointsName: PointsName;
  shopLanguage: Language;
}

const SHOPS = `SELECT s.id, s.domain, s.currency, s.time_zone AS "timeZone", coalesce(l.language, 'en') AS "shopLanguage",
    (SELECT v.definition -> 'pointsName' FROM program_versions v WHERE v.shop_id = s.id AND v.starts_at <= now() ORDER BY v.version DESC LIMIT 1) AS "pointsName"
  FROM shops s LEFT JOIN mail_settings l ON l.shop_id = s.id
  WHERE s.domain = ANY ($1::text[]) AND s.uninstalled_at IS NULL`;

/** The shops of these domains, by domain; those without the app are left out. */
export async function loadStorefrontShops(shopDomains: string[]): Promise<Map<string, StorefrontShop>> {
  const { rows } = await storefrontPool.query<Omit<StorefrontShop, "pointsName"> & { pointsName: PointsName | null }>({ name: "storefront-shops", text: SHOPS, values: [[...new Set(shopDomains)]] });
  return new Map(rows.map((shop) => [shop.domain, { ...shop, pointsName: shop.pointsName ?? USUAL_POINTS_NAME }]));
}
