import { z } from "zod";
import { env } from "#app/platform/env.server.ts";
import { RetryableError, ShopGoneError, TerminalError } from "./errors.ts";
import { fetchShopify, shopUrl } from "./fetch-shopify.server.ts";
import { GONE_STATUSES } from "./read-answer.ts";

const answer = z.object({
  access_token: z.string().min(1),
  scope: z.string(),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1),
  refresh_token_expires_in: z.number().positive(),
});

/** A pair as Shopify gives it out: the access token lives an hour, the refresh token works once. */
export type Tokens = { accessToken: string; scope: string; expiresInSeconds: number; refreshToken: string; refreshTokenExpiresInSeconds: number };

/** Shopify says for good that this refresh token opens nothing. Only an exchange, when the app is opened, makes another. */
export class RefreshRefusedError extends Error {
  override name = "RefreshRefusedError";
}

function errorWord(text: string): string | undefined {
  try {
    return z.object({ error: z.string() }).parse(JSON.parse(text)).error;
  } catch {
    return undefined;
  }
}

/**
 * Trades a refresh token for the next pair; the old refresh token is dead afterwards.
 *
 * Throws `RefreshRefusedError` when Shopify refuses this token, `TerminalError` when it refuses the app itself (a wrong
 * client secret, which says nothing about the shop), `ShopGoneError` where the shop cannot be asked, and `RetryableError` for everything that may pass.
 *
 * @see https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens
 */
export async function refreshTokens(domain: string, refreshToken: string): Promise<Tokens> {
  const { response, text } = await fetchShopify(shopUrl(domain, "/admin/oauth/access_token"), {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({
      client_id: env.apiKey,
      client_secret: env.apiSecret,
      grant_type: "refresh_token",
      refresh_token: refreshToken,
    }),
  });
  if (response.ok) {
    const tokens = answer.safeParse(safeJson(text));
    if (!tokens.success) throw new RetryableError("Shopify answered a refresh without tokens");
    return {
      accessToken: tokens.data.access_token,
      scope: tokens.data.scope,
      expiresInSeconds: tokens.data.expires_in,
      refreshToken: tokens.data.refresh_token,
      refreshTokenExpiresInSeconds: tokens.data.refresh_token_expires_in,
    };
  }
  const word = errorWord(text);
  if (word === "invalid_client") throw new TerminalError("Shopify does not accept the app's client id or secret", { code: word });
  if ([400, 401, 403].includes(response.status)) throw new RefreshRefusedError(`refresh refused: ${response.status} ${word ?? ""}`.trim());
  if (GONE_STATUSES.has(response.status)) throw new ShopGoneError(domain, response.status);
  throw new RetryableError(`refresh failed with status ${response.status}`);
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
