import { confirmationRules, type ConfirmationSettings } from "#app/domain/confirmation/confirmation-rules.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** What a shop has set; undefined where nothing was ever switched on. */
export async function findConfirmationSettings(tx: Tx, shopId: number): Promise<ConfirmationSettings | undefined> {
  const rows = await tx.query<ConfirmationSettings>("SELECT way, rules, since FROM confirmation_settings WHERE shop_id = $1", [shopId]);
  const row = rows.rows[0];
  return row && { ...row, rules: confirmationRules.parse(row.rules) };
}

export async function saveConfirmationSettings(
  tx: Tx,
  shopId: number,
  { way, rules, since, by, now }: ConfirmationSettings & { by: string; now: Date },
): Promise<void> {
  await tx.query(
    `INSERT INTO confirmation_settings (shop_id, way, rules, since, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (shop_id) DO UPDATE SET way = excluded.way, rules = excluded.rules, since = excluded.since, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
    [shopId, way, JSON.stringify(rules), since, now, by],
  );
}
