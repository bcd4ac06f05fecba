import { fixedAmount } from "#standin/shop/money.ts";
import {
  currentShippingMinor, currentTotalMinor, discountMinor, financialStatus, linesPriceMinor, paidMinor, returnedMinor, subtotalMinor, taxMinor,
} from "#standin/shop/order-sums.ts";
import type { OrderRecord } from "#standin/shop/records.ts";
import type { Shop } from "#standin/shop/shop.ts";
import { zonedInstant } from "#standin/shop/time.ts";
import { rawNumber } from "../raw-number.ts";
import { orderCustomerPayload } from "./customer-payload.ts";
import { linePayload, taxLines } from "./line-payload.ts";
import { moneySet } from "./money-set.ts";
import { refundPayload } from "./refund-payload.ts";
import { shippingPayload } from "./shipping-payload.ts";

/** Body of every orders/* topic but orders/delete: the whole order in Shopify's order of fields. */
export function orderPayload(shop: Shop, order: OrderRecord): Record<string, unknown> {
  return { ...identity(shop, order), ...status(shop, order), ...sums(order), ...parts(shop, order) };
}

function identity(shop: Shop, order: OrderRecord): Record<string, unknown> {
  const { timeZone, domain } = shop.settings;
  const instant = (atMs: number | null) => (atMs === null ? null : zonedInstant(atMs, timeZone));
  return {
    id: rawNumber(order.id),
    admin_graphql_api_id: `gid://shopify/Order/${order.id}`,
    app_id: null,
    browser_ip: null,
    buyer_accepts_marketing: false,
    cancel_reason: order.cancelledAtMs === null ? null : "customer",
    cancelled_at: instant(order.cancelledAtMs),
    cart_token: null,
    checkout_token: order.token,
    client_details: null,
    closed_at: instant(order.closedAtMs),
    confirmation_number: order.token.slice(0, 9).toUpperCase(),
    confirmed: true,
    contact_email: order.email,
    created_at: instant(order.createdAtMs),
    updated_at: instant(order.updatedAtMs),
    processed_at: instant(order.processedAtMs),
    email: order.email,
    phone: null,
    name: `#${order.number}`,
    number: order.number - 1000,
    order_number: order.number,
    order_status_url: `https://${domain}/${shop.id}/orders/${order.token}/authenticate?key=${order.token.slice(0, 8)}`,
    token: order.token,
    test: order.test,
  };
}

function status(shop: Shop, order: OrderRecord): Record<string, unknown> {
  return {
    currency: order.currency,
    presentment_currency: order.currency,
    customer_locale: "en",
    device_id: null,
    discount_codes: order.discounts.map(({ code, amountMinor }) => (
      { code, amount: fixedAmount(amountMinor, order.currency), type: "fixed_amount" })),
    duties_included: false,
    estimated_taxes: false,
    financial_status: financialStatus(order).toLowerCase(),
    fulfillment_status: order.fulfillments.length > 0 ? "fulfilled" : null,
    landing_site: null,
    landing_site_ref: null,
    location_id: null,
    merchant_business_entity_id: `MTU0${shop.id}`,
    merchant_of_record_app_id: null,
    note: order.note,
    note_attributes: [],
    payment_gateway_names: [...new Set(order.transactions.map((one) => one.gateway))],
    po_number: null,
    reference: null,
    referring_site: null,
    source_identifier: null,
    source_name: order.sourceName,
    source_url: null,
    tags: order.tags.join(", "),
    tax_exempt: false,
    taxes_included: order.taxesIncluded,
    user_id: null,
  };
}

function sums(order: OrderRecord): Record<string, unknown> {
  const { currency } = order;
  const both = (name: string, amountMinor: number) => (
    { [name]: fixedAmount(amountMinor, currency), [`${name}_set`]: moneySet(amountMinor, currency) });
  const tax = taxMinor(order);
  const returned = returnedMinor(order);
  return {
    current_shipping_price_set: moneySet(currentShippingMinor(order), currency),
    ...both("current_subtotal_price", Math.max(0, subtotalMinor(order) - returned)),
    current_total_additional_fees_set: null,
    ...both("current_total_discounts", discountMinor(order)),
    current_total_duties_set: null,
    ...both("current_total_price", currentTotalMinor(order)),
    ...both("current_total_tax", tax),
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    ...both("subtotal_price", subtotalMinor(order)),
    tax_lines: taxLines(tax, currency),
    total_cash_rounding_payment_adjustment_set: moneySet(0, currency),
    total_cash_rounding_refund_adjustment_set: moneySet(0, currency),
    ...both("total_discounts", discountMinor(order)),
    ...both("total_line_items_price", linesPriceMinor(order)),
    total_outstanding: fixedAmount(Math.max(0, order.totalMinor - paidMinor(order)), currency),
    ...both("total_price", order.totalMinor),
    total_shipping_price_set: moneySet(order.shippingMinor, currency),
    ...both("total_tax", tax),
    total_tip_received: fixedAmount(0, currency),
    total_weight: 0,
  };
}

function parts(shop: Shop, order: OrderRecord): Record<string, unknown> {
  const { currency } = order;
  return {
    billing_address: null,
    customer: order.customer ? orderCustomerPayload(shop, order.customer) : null,
    discount_applications: order.discounts.map(({ code, amountMinor }) => ({
      target_type: "line_item",
      type: "discount_code",
      value: fixedAmount(amountMinor, currency),
      value_type: "fixed_amount",
      allocation_method: "across",
      target_selection: "all",
      code,
    })),
    fulfillments: order.fulfillments.map((fulfillment, index) => fulfillmentPayload(shop, order, index)),
    line_items: order.lines.map((line) => linePayload(order, line)),
    payment_terms: null,
    refunds: order.refunds.map((refund) => refundPayload(shop, order, refund)),
    shipping_address: null,
    shipping_lines: order.shippingMinor === 0 ? [] : [shippingPayload(order)],
    returns: [],
    line_item_groups: [],
  };
}

function fulfillmentPayload(shop: Shop, order: OrderRecord, index: number): Record<string, unknown> {
  const fulfillment = order.fulfillments[index];
  if (!fulfillment) throw new Error(`order ${order.id} has no fulfilment ${index}`);
  const { timeZone } = shop.settings;
  return {
    id: rawNumber(fulfillment.id),
    admin_graphql_api_id: `gid://shopify/Fulfillment/${fulfillment.id}`,
    created_at: zonedInstant(fulfillment.createdAtMs, timeZone),
    location_id: null,
    name: `#${order.number}.${index + 1}`,
    order_id: rawNumber(order.id),
    origin_address: {},
    receipt: {},
    service: "manual",
    shipment_status: fulfillment.deliveredAtMs === null ? null : "delivered",
    status: fulfillment.status.toLowerCase(),
    tracking_company: null,
    tracking_number: null,
    tracking_numbers: [],
    tracking_url: null,
    tracking_urls: [],
    updated_at: zonedInstant(fulfillment.updatedAtMs, timeZone),
    line_items: order.lines.map((line) => ({ ...linePayload(order, line), tax_lines: [] })),
  };
}
