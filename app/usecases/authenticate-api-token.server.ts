import { pool } from "#app/platform/db.server.ts";
import { findShopOfToken, noteTokenUse } from "#app/store/api-tokens.server.ts";

const NOTED_EVERY_MS = 60_000;
/** Longer than any token of ours, short enough to hash without a thought. */
const AUTHORIZATION = /^Bearer +([\w-]{1,200})$/i;

/** Whose token it is, and what the merchant called it. */
export interface ApiCaller {
  shopId: number;
  shopDomain: string;
  tokenId: string;
  tokenName: string;
}

/**
 * The shop for which an `Authorization` header speaks; undefined when it is missing or malformed, when the token is unknown
 * or revoked, and when the shop has uninstalled the app. Notes the use of the token, to the minute.
 */
export async function authenticateApiToken(authorization: string | null, now: Date): Promise<ApiCaller | undefined> {
  const token = AUTHORIZATION.exec(authorization ?? "")?.[1];
  if (!token) return undefined;
  const found = await findShopOfToken(pool, token);
  if (!found) return undefined;
  if (found.lastUsedAt === null || now.getTime() - found.lastUsedAt.getTime() > NOTED_EVERY_MS) await noteTokenUse(pool, found.shopId, { tokenId: found.tokenId, now });
  return { shopId: found.shopId, shopDomain: found.shopDomain, tokenId: found.tokenId, tokenName: found.tokenName };
}
