import { pool } from "#app/platform/db.server.ts";

/** What a page may know about its shop. `timeZone` is an IANA name, `currency` an ISO 4217 code. */
export type PageShop = { id: number; domain: string; name: string; currency: string; timeZone: string; reopenNeeded: boolean };

/** The shop of this domain while the app is installed there. */
export async function findInstalledShop(domain: string): Promise<PageShop | undefined> {
  const { rows } = await pool.query<PageShop>({
    name: "find-installed-shop",
    text: `select id, domain, name, currency, time_zone as "timeZone", reopen_needed_at is not null as "reopenNeeded"
           from shops where domain = $1 and uninstalled_at is null`,
    values: [domain],
  });
  return rows[0];
}
