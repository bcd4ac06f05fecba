import type { Tx } from "#app/platform/db.server.ts";

/**
 * Whether days can be counted in a zone, given as an IANA name: Node and the database both know it. Each brings a list of its
 * own, in which a zone that was made since is missing.
 */
export async function isTimeZoneKnown(tx: Tx, timeZone: string): Promise<boolean> {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
  } catch {
    return false;
  }
  return (await tx.query("SELECT 1 FROM pg_timezone_names WHERE name = $1", [timeZone])).rowCount === 1;
}
