import type { Shop } from "#standin/shop/shop.ts";
import { utcInstant } from "#standin/shop/time.ts";
import { fieldsOf, gid } from "./fields.ts";

export const shopFields = fieldsOf<Shop>({
  id: (shop) => gid("Shop", shop.id),
  name: (shop) => shop.settings.name,
  email: (shop) => `owner@${shop.settings.domain}`,
  contactEmail: (shop) => `owner@${shop.settings.domain}`,
  shopOwnerName: () => "The owner",
  currencyCode: (shop) => shop.settings.currency,
  ianaTimezone: (shop) => shop.settings.timeZone,
  myshopifyDomain: (shop) => shop.settings.domain,
  url: (shop) => `https://${shop.settings.domain}`,
  primaryDomain: (shop) => (
    { id: gid("Domain", shop.id), host: shop.settings.domain, url: `https://${shop.settings.domain}`, sslEnabled: true }),
  createdAt: (shop) => utcInstant(shop.createdAtMs),
  taxesIncluded: () => true,
  plan: ({ settings }) => ({
    displayName: settings.plan, publicDisplayName: settings.plan, partnerDevelopment: settings.plan === "Development",
    shopifyPlus: settings.plan.endsWith("Plus"),
  }),
  customerAccountsV2: (shop) => ({
    customerAccountsVersion: shop.settings.customerAccounts, loginRequiredAtCheckout: false,
    loginLinksVisibleOnStorefrontAndCheckout: true, url: `https://shopify.com/${shop.id}/account`,
  }),
});
