import { pool } from "#app/platform/db.server.ts";

export type ApiToken = {
  id: string;
  name: string;
  lastFour: string;
  createdAt: string;
  /** To the minute; null when it was never used. */
  lastUsedAt: string | null;
};

/** The shop's API tokens that still work, newest first. The token itself is stored nowhere. */
export async function listApiTokens(shopId: number): Promise<ApiToken[]> {
  const { rows } = await pool.query<{ id: string; name: string; last_four: string; created_at: Date; last_used_at: Date | null }>(
    "SELECT id, name, last_four, created_at, last_used_at FROM api_tokens WHERE shop_id = $1 AND revoked_at IS NULL ORDER BY id DESC",
    [shopId],
  );
  return rows.map((row) => ({ id: row.id, name: row.name, lastFour: row.last_four, createdAt: row.created_at.toISOString(), lastUsedAt: row.last_used_at?.toISOString() ?? null }));
}
