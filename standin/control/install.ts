import { scopesPayload, shopPayload } from "#standin/webhooks/payloads/shop-payload.ts";
import type { ShopHouse } from "#standin/shop-house.ts";

/** Shopify's managed installation: no page, no code; the app is there with the scopes that the shop grants. */
export function announceInstall({ shop }: ShopHouse, appScopes: readonly string[]): void {
  const { grantableScopes } = shop.settings;
  shop.grantedScopes = grantableScopes ?? [...appScopes];
  shop.installed = true;
}

/** Ends all tokens and tells the app; what was waiting to be delivered is not sent any more. */
export function uninstall({ shop, tokens, deliveries }: ShopHouse): void {
  if (!shop.installed) return;
  deliveries.forgetWaiting();
  shop.emit("app/uninstalled", shopPayload(shop), shop.nowMs());
  shop.installed = false;
  shop.grantedScopes = [];
  tokens.revokeAll();
}

export function grantScopes({ shop }: ShopHouse, granted: string[]): void {
  const previous = shop.grantedScopes;
  shop.grantedScopes = granted;
  shop.settings.grantableScopes = granted;
  shop.emit("app/scopes_update", scopesPayload(shop, previous), shop.nowMs());
}
