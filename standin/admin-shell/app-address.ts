import { mintSessionToken } from "#standin/oauth/session-token.ts";
import type { StandinSettings } from "#standin/settings.ts";

/** Path and query of the app's first document, as the admin asks for it: with shop, host and a fresh id token. */
export function appDocumentPath(settings: StandinSettings, shopDomain: string, { path, query }: { path: string; query?: URLSearchParams }): string {
  const store = shopDomain.replace(/\.myshopify\.com$/, "");
  const host = Buffer.from(`admin.shopify.com/store/${store}`).toString("base64").replace(/=+$/, "");
  const all = new URLSearchParams([
    ...(query ?? []), ["embedded", "1"], ["shop", shopDomain], ["host", host], ["locale", "en"],
    ["id_token", mintSessionToken(settings, shopDomain)],
  ]);
  return `${path}?${all}`;
}
