import { languagesOf } from "#standin/shop/languages.ts";
import type { Shop } from "#standin/shop/shop.ts";
import { utcInstant } from "#standin/shop/time.ts";
import { fieldsOf, gid, type Resolve } from "./fields.ts";

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

/** The shop's languages, all of them published, the first one its own. */
export const shopLocales: Resolve = (_source, args, { house: { shop } }) => {
  const names = new Intl.DisplayNames("en", { type: "language" });
  const all = languagesOf(shop).map((locale, at) => ({ locale, name: names.of(locale) ?? locale, primary: at === 0, published: true }));
  return args["published"] === false ? [] : all;
};
