import { confirmationRules, type ConfirmationSettings, type ConfirmationWay } from "#app/domain/confirmation/confirmation-rules.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

/** What a shop has set; undefined where nothing was ever switched on. */
export async function findConfirmationSettings(tx: Tx, shopId: number): Promise<ConfirmationSettings | undefined> {
  const rows = await tx.query<ConfirmationSettings>("SELECT way, rules, since FROM confirmation_settings WHERE shop_id = $1", [shopId]);
  const row = rows.rows[0];
  return row && { ...row, rules: confirmationRules.parse(row.rules) };
}

/** Keeps what a shop has set in place of what it had set before. The rules are taken as they are: whoever read them has checked them. */
export async function saveConfirmationSettings(
  tx: LockedTx,
  shopId: number,
  { way, rules, since, by, now }: ConfirmationSettings & { by: string; now: Date },
): Promise<void> {
  await tx.query(
    `INSERT INTO confirmation_settings (shop_id, way, rules, since, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (shop_id) DO UPDATE SET way = excluded.way, rules = excluded.rules, since = excluded.since, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
    [shopId, way, JSON.stringify(rules), since, now, by],
  );
}

/** When a link of a test mail was last found right; null when never, or not since the key was replaced. */
export async function findLinkCheck(tx: Tx, shopId: number): Promise<Date | null> {
  const rows = await tx.query<{ at: Date | null }>("SELECT link_checked_at AS at FROM confirmation_settings WHERE shop_id = $1", [shopId]);
  return rows.rows[0]?.at ?? null;
}

/** Notes when a link of a test mail was found right; null forgets it. A shop without settings has nothing to note it at. */
export async function markLinkChecked(tx: Tx, shopId: number, at: Date | null): Promise<void> {
  await tx.query("UPDATE confirmation_settings SET link_checked_at = $2 WHERE shop_id = $1", [shopId, at]);
}

/** The way of a shop that holds codes of coming orders ready; undefined where none are. */
export async function findCodePool(tx: Tx, shopId: number): Promise<{ way: ConfirmationWay; since: Date } | undefined> {
  const rows = await tx.query<{ way: ConfirmationWay; since: Date }>("SELECT way, pool_since AS since FROM confirmation_settings WHERE shop_id = $1 AND pool_since IS NOT NULL", [shopId]);
  return rows.rows[0];
}

/** Begins to hold codes of coming orders ready, or stops with null. */
export async function setCodePool(tx: LockedTx, shopId: number, since: Date | null): Promise<void> {
  await tx.query("UPDATE confirmation_settings SET pool_since = $2 WHERE shop_id = $1", [shopId, since]);
}

/** The merchant's own code; null where none was entered. */
export async function findStaticCode(tx: Tx, shopId: number): Promise<string | null> {
  return (await tx.query<{ code: string | null }>("SELECT static_code AS code FROM confirmation_settings WHERE shop_id = $1", [shopId])).rows[0]?.code ?? null;
}

/** Keeps the merchant's own code, or forgets it with null. A shop without settings has nothing to keep it at. */
export async function setStaticCode(tx: LockedTx, shopId: number, code: string | null): Promise<void> {
  await tx.query("UPDATE confirmation_settings SET static_code = $2 WHERE shop_id = $1", [shopId, code]);
}
