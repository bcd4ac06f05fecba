import type { Shop } from "./shop.ts";

/** The merchant switches between classic customer accounts and the new ones. Throws for a word that is neither. */
export function switchAccounts(shop: Shop, version: string): void {
  if (version !== "CLASSIC" && version !== "NEW_CUSTOMER_ACCOUNTS") throw new Error(`customer accounts are CLASSIC or NEW_CUSTOMER_ACCOUNTS, not ${version}`);
  shop.settings.customerAccounts = version;
  const body = {
    url: version === "CLASSIC" ? null : `https://shopify.com/${shop.id}/account`,
    customer_accounts_version: version.toLowerCase(),
    login_required_at_checkout: false,
    login_links_visible_on_storefront_and_checkout: true,
  };
  shop.emit("customer_account_settings/update", body, shop.nowMs());
}
