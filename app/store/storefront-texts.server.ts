import type { StorefrontTexts } from "#app/domain/storefront/storefront-texts.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** What a merchant says in the blocks of the theme, and since when; `changedAt` null: nothing was ever said. */
export interface KeptTexts {
  texts: StorefrontTexts;
  changedAt: Date | null;
}

/** All texts of a shop; none where nothing was ever said. */
export async function loadStorefrontTexts(tx: Tx, shopId: number): Promise<KeptTexts> {
  const { rows } = await tx.query<KeptTexts>('SELECT texts, changed_at AS "changedAt" FROM storefront_texts WHERE shop_id = $1', [shopId]);
  return rows[0] ?? { texts: {}, changedAt: null };
}

/** The same, held until the transaction ends, so that a second change waits for this one. */
export async function lockStorefrontTexts(tx: Tx, shopId: number, { by, now }: { by: string; now: Date }): Promise<StorefrontTexts> {
  const { rows } = await tx.query<{ texts: StorefrontTexts }>(
    `INSERT INTO storefront_texts AS t (shop_id, texts, changed_at, changed_by) VALUES ($1, '{}', $2, $3)
     ON CONFLICT (shop_id) DO UPDATE SET changed_by = t.changed_by RETURNING texts`,
    [shopId, now, by],
  );
  return rows[0]?.texts ?? {};
}

/** Keeps all texts of a shop in place of those before, which the caller holds. Answers whether they are others; the same texts again change nothing. */
export async function keepStorefrontTexts(tx: Tx, shopId: number, { texts, by, now }: { texts: StorefrontTexts; by: string; now: Date }): Promise<boolean> {
  const kept = await tx.query("UPDATE storefront_texts SET texts = $2, changed_at = $3, changed_by = $4 WHERE shop_id = $1 AND texts <> $2", [shopId, JSON.stringify(texts), now, by]);
  return kept.rowCount === 1;
}
