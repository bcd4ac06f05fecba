import type { CountingPolicy } from "#app/domain/scoring/counting-policy.ts";
import { THEMES_SCOPE } from "#app/domain/storefront/storefront-scopes.ts";
import { pool } from "#app/platform/db.server.ts";
import { getCountingPolicy } from "#app/store/counting-policies.server.ts";

export type SetUp = {
  policy: CountingPolicy;
  /** Whether a merchant has saved a counting policy; until then the one of the installation is in force. */
  isCountingChosen: boolean;
  /** Whether a program was ever published, in force already or not. */
  isProgramPublished: boolean;
  /** Whether the merchant lets us read which blocks are on in the theme. */
  mayReadTheme: boolean;
  dismissedAt: string | null;
};

/** How far the shop is set up, and the counting policy in force. Throws for an unknown shop. */
export async function getSetUp(shopId: number): Promise<SetUp> {
  const { version, createdAt: _createdAt, createdBy: _createdBy, ...policy } = await getCountingPolicy(pool, shopId);
  const answer = await pool.query<{ set_up_dismissed_at: Date | null; is_published: boolean; may_read_theme: boolean }>(
    "SELECT set_up_dismissed_at, EXISTS (SELECT 1 FROM program_versions v WHERE v.shop_id = $1) AS is_published, $2 = ANY (granted_scopes) AS may_read_theme FROM shops WHERE id = $1",
    [shopId, THEMES_SCOPE],
  );
  const row = answer.rows[0];
  return {
    policy,
    isCountingChosen: version > 1,
    isProgramPublished: row?.is_published ?? false,
    mayReadTheme: row?.may_read_theme ?? false,
    dismissedAt: row?.set_up_dismissed_at?.toISOString() ?? null,
  };
}
