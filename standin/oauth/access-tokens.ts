import { randomBytes } from "node:crypto";

export interface GrantedTokens {
  access_token: string;
  scope: string;
  expires_in?: number;
  refresh_token?: string;
  refresh_token_expires_in?: number;
}

const REFRESH_TOKEN_SECONDS = 90 * 86_400;
const secret = (prefix: string): string => prefix + randomBytes(16).toString("hex");

/** The access and refresh tokens of one shop. They live in memory: a restart of the stand-in revokes them all. */
export class AccessTokens {
  /** Lifetime of an expiring access token; Shopify's is an hour. */
  lifetimeSeconds = 3600;
  readonly #accessUntilMs = new Map<string, number>();
  readonly #refreshTokens = new Set<string>();

  /** A fresh pair, or a lone token without end for an app that does not ask for an expiring one. */
  grant(scopes: readonly string[], { expiring }: { expiring: boolean }): GrantedTokens {
    const accessToken = secret("shpat_");
    const scope = scopes.join(",");
    this.#accessUntilMs.set(accessToken, expiring ? Date.now() + this.lifetimeSeconds * 1000 : Infinity);
    if (!expiring) return { access_token: accessToken, scope };
    const refreshToken = secret("shprt_");
    this.#refreshTokens.add(refreshToken);
    return {
      access_token: accessToken, scope, expires_in: this.lifetimeSeconds,
      refresh_token: refreshToken, refresh_token_expires_in: REFRESH_TOKEN_SECONDS,
    };
  }

  /** Spends a refresh token: true once, false for every later use. */
  spendRefreshToken(refreshToken: string): boolean {
    return this.#refreshTokens.delete(refreshToken);
  }

  isValid(accessToken: string | undefined): boolean {
    return accessToken !== undefined && (this.#accessUntilMs.get(accessToken) ?? 0) > Date.now();
  }

  /** Ends every token of the shop, as an uninstallation does. */
  revokeAll(): void {
    this.#accessUntilMs.clear();
    this.#refreshTokens.clear();
  }
}
