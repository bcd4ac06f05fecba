import type { CustomerRecord } from "#standin/shop/records.ts";
import type { Shop } from "#standin/shop/shop.ts";
import { zonedInstant } from "#standin/shop/time.ts";
import { rawNumber } from "../raw-number.ts";

/** Body of customers/create and customers/update: since 2025-01 without tags, order count, spend and consent. */
export function customerPayload(shop: Shop, customer: CustomerRecord): Record<string, unknown> {
  const { timeZone, currency } = shop.settings;
  return {
    id: rawNumber(customer.id),
    created_at: zonedInstant(customer.createdAtMs, timeZone),
    updated_at: zonedInstant(customer.updatedAtMs, timeZone),
    first_name: customer.firstName,
    last_name: customer.lastName,
    state: customer.state.toLowerCase(),
    note: customer.note,
    verified_email: customer.email !== null,
    multipass_identifier: null,
    tax_exempt: false,
    email: customer.email,
    phone: null,
    currency,
    addresses: [],
    tax_exemptions: [],
    admin_graphql_api_id: `gid://shopify/Customer/${customer.id}`,
    default_address: null,
  };
}

/** Body of customer.tags_added and customer.tags_removed, in camel case as Shopify writes it. */
export const customerTagsPayload = (customer: CustomerRecord, { tags, atMs }: { tags: string[]; atMs: number }): Record<string, unknown> => ({
  customerId: `gid://shopify/Customer/${customer.id}`,
  tags,
  occurredAt: new Date(atMs).toISOString(),
});

/** The customer inside an order: the same without the list of addresses. */
export function orderCustomerPayload(shop: Shop, customer: CustomerRecord): Record<string, unknown> {
  const { addresses: _addresses, ...rest } = customerPayload(shop, customer);
  return rest;
}
