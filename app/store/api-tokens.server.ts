import { createHash, timingSafeEqual } from "node:crypto";
import type { Tx } from "#app/platform/db.server.ts";

/** SHA-256 in hex. A token is 32 random bytes, so a plain hash cannot be searched; nothing is gained by a slow one. */
export function hashApiToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Answers the token's id; undefined when the shop has `tokensMax` working ones already. */
export async function insertApiToken(
  tx: Tx,
  shopId: number,
  { name, tokenHash, lastFour, now, tokensMax }: { name: string; tokenHash: string; lastFour: string; now: Date; tokensMax: number },
): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO api_tokens (shop_id, name, token_hash, last_four, created_at)
     SELECT $1, $2, $3, $4, $5 WHERE (SELECT count(*) FROM api_tokens WHERE shop_id = $1 AND revoked_at IS NULL) < $6 RETURNING id`,
    [shopId, name, tokenHash, lastFour, now, tokensMax],
  );
  return rows[0]?.id;
}

/** Whether there was such a token to end. */
export async function endApiToken(tx: Tx, shopId: number, { id, now }: { id: string; now: Date }): Promise<boolean> {
  const { rowCount } = await tx.query("UPDATE api_tokens SET revoked_at = $3 WHERE shop_id = $1 AND id = $2 AND revoked_at IS NULL", [shopId, id, now]);
  return rowCount === 1;
}

/** The shop and id of a working token of an installed shop. It begins with no shop: it finds out which. */
export async function findShopOfToken(tx: Tx, token: string): Promise<{ shopId: number; shopDomain: string; tokenId: string; tokenName: string; lastUsedAt: Date | null } | undefined> {
  const hash = hashApiToken(token);
  const { rows } = await tx.query<{ shop_id: number; domain: string; id: string; name: string; token_hash: string; last_used_at: Date | null }>(
    `SELECT t.shop_id, s.domain, t.id, t.name, t.token_hash, t.last_used_at FROM api_tokens t JOIN shops s ON s.id = t.shop_id
     WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND s.uninstalled_at IS NULL`,
    [hash],
  );
  const row = rows[0];
  // The index compares hashes byte by byte; this one looks at all of them, whatever the index let through.
  if (!row || !timingSafeEqual(Buffer.from(row.token_hash), Buffer.from(hash))) return undefined;
  return { shopId: row.shop_id, shopDomain: row.domain, tokenId: row.id, tokenName: row.name, lastUsedAt: row.last_used_at };
}

/** Notes that a token was used, unless that was noted within the last minute. */
export async function noteTokenUse(tx: Tx, shopId: number, { tokenId, now }: { tokenId: string; now: Date }): Promise<void> {
  await tx.query(
    "UPDATE api_tokens SET last_used_at = $3 WHERE shop_id = $1 AND id = $2 AND (last_used_at IS NULL OR last_used_at < $3::timestamptz - interval '1 minute')",
    [shopId, tokenId, now],
  );
}
