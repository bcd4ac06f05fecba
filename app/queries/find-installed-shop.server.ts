import { type PointsName, USUAL_POINTS_NAME } from "#app/domain/points/points-name.ts";
import { pool } from "#app/platform/db.server.ts";
import { pointsNameAt } from "#app/store/program-versions.server.ts";

/** What a page may know about its shop. `timeZone` is an IANA name, `currency` an ISO 4217 code; `pointsName` is that of the program in force. */
export type PageShop = { id: number; domain: string; name: string; currency: string; timeZone: string; pointsName: PointsName; reopenNeeded: boolean };

/** The shop of this domain while the app is installed there. */
export async function findInstalledShop(domain: string, now: Date): Promise<PageShop | undefined> {
  const { rows } = await pool.query<Omit<PageShop, "pointsName"> & { pointsName: PointsName | null }>({
    name: "find-installed-shop",
    text: `select id, domain, name, currency, time_zone as "timeZone", reopen_needed_at is not null as "reopenNeeded",
             ${pointsNameAt({ shopId: "shops.id", at: "$2" })} as "pointsName"
           from shops where domain = $1 and uninstalled_at is null`,
    values: [domain, now],
  });
  const shop = rows[0];
  return shop && { ...shop, pointsName: shop.pointsName ?? USUAL_POINTS_NAME };
}
