import type { CountingPolicy } from "#app/domain/scoring/counting-policy.ts";
import { pool } from "#app/platform/db.server.ts";
import { getCountingPolicy } from "#app/store/counting-policies.server.ts";

export type SetUp = {
  policy: CountingPolicy;
  /** Whether a merchant has saved a counting policy; until then the one of the installation is in force. */
  isCountingChosen: boolean;
  dismissedAt: string | null;
};

/** How far the shop is set up, and the counting policy in force. Throws for an unknown shop. */
export async function getSetUp(shopId: number): Promise<SetUp> {
  const { version, createdAt: _createdAt, createdBy: _createdBy, ...policy } = await getCountingPolicy(pool, shopId);
  const answer = await pool.query<{ set_up_dismissed_at: Date | null }>("SELECT set_up_dismissed_at FROM shops WHERE id = $1", [shopId]);
  return { policy, isCountingChosen: version > 1, dismissedAt: answer.rows[0]?.set_up_dismissed_at?.toISOString() ?? null };
}
