import type { CustomerRecord } from "#standin/shop/records.ts";
import type { Shop } from "#standin/shop/shop.ts";
import { zonedInstant } from "#standin/shop/time.ts";
import { rawNumber } from "../raw-number.ts";

/** Body of shop/update and app/uninstalled. */
export function shopPayload(shop: Shop): Record<string, unknown> {
  const { domain, name, currency, timeZone, plan } = shop.settings;
  const email = `owner@${domain}`;
  return {
    id: rawNumber(shop.id), name, email, domain, province: null, country: "GB", address1: "1 High Street", zip: "N1 1AA",
    city: "London", source: null, phone: null, latitude: null, longitude: null, primary_locale: "en", address2: null,
    created_at: zonedInstant(shop.createdAtMs, timeZone), updated_at: zonedInstant(shop.nowMs(), timeZone),
    country_code: "GB", country_name: "United Kingdom", currency, customer_email: email, timezone: `(GMT) ${timeZone}`,
    iana_timezone: timeZone, shop_owner: "The owner", money_format: `{{amount}} ${currency}`,
    money_with_currency_format: `{{amount}} ${currency}`, weight_unit: "kg", province_code: null, taxes_included: true,
    auto_configure_tax_inclusivity: null, tax_shipping: null, county_taxes: null, plan_display_name: plan,
    plan_name: plan.toLowerCase().replaceAll(" ", "_"), has_discounts: false, has_gift_cards: true,
    myshopify_domain: domain, google_apps_domain: null, google_apps_login_enabled: null,
    money_in_emails_format: `{{amount}} ${currency}`, money_with_currency_in_emails_format: `{{amount}} ${currency}`,
    eligible_for_payments: true, requires_extra_payments_agreement: false, password_enabled: false,
    has_storefront: true, finances: true, primary_location_id: rawNumber("655441491"), checkout_api_supported: true,
    multi_location_enabled: true, setup_required: false, pre_launch_enabled: false,
    enabled_presentment_currencies: [currency], marketing_sms_consent_enabled_at_checkout: false,
    transactional_sms_disabled: false,
  };
}

/** Body of app/scopes_update. */
export function scopesPayload(shop: Shop, previous: string[]): Record<string, unknown> {
  return {
    id: 1,
    shop_id: `gid://shopify/Shop/${shop.id}`,
    previous,
    current: shop.grantedScopes,
    updated_at: new Date(shop.nowMs()).toISOString(),
  };
}

/** Body of shop/redact, and the head of the other two compliance topics. */
export function redactedShopPayload(shop: Shop): Record<string, unknown> {
  return { shop_id: rawNumber(shop.id), shop_domain: shop.settings.domain };
}

/** Body of customers/redact and customers/data_request, which differ in the name of their list of orders. */
export function privacyPayload(shop: Shop, customer: CustomerRecord, topic: "redact" | "data_request"): Record<string, unknown> {
  const orderIds = customer.orders.map((order) => rawNumber(order.id));
  const head = {
    ...redactedShopPayload(shop),
    customer: { id: rawNumber(customer.id), email: customer.email, phone: null },
  };
  if (topic === "redact") return { ...head, orders_to_redact: orderIds };
  return { ...head, orders_requested: orderIds, data_request: { id: rawNumber(shop.nextId("event")) } };
}
