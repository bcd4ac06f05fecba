import { z } from "zod";
import { toMinor } from "#app/domain/money.ts";
import { cancellationOf, saysPaid, type LineFact, type OrderFact } from "#app/domain/orders/order-fact.ts";
import type { KeyedHash } from "#app/platform/keyed-hash.server.ts";
import { versionHash } from "#app/platform/version-hash.server.ts";
import { customerFact, customerPayload } from "./customer.ts";
import { amount, gid, id, instant, optionalInstant, optionalText, text, wholeText } from "./fields.ts";
import { refundFact, refundPayload } from "./refund.ts";

const taxLines = z.array(z.object({ price: amount.nullish() })).nullish();

const linePayload = z.object({
  admin_graphql_api_id: gid("LineItem"),
  product_id: id.nullish(),
  variant_id: id.nullish(),
  title: text.nullish(),
  quantity: z.number().int().nonnegative(),
  price: amount,
  discount_allocations: z.array(z.object({ amount })).nullish(),
  tax_lines: taxLines,
  gift_card: z.boolean().nullish(),
});

/** What Thrice keeps of orders/create, paid, updated and cancelled: the whole order in Shopify's REST shape. */
export const orderPayload = z.object({
  admin_graphql_api_id: gid("Order"),
  name: optionalText,
  created_at: instant,
  processed_at: optionalInstant,
  updated_at: instant,
  cancelled_at: optionalInstant,
  financial_status: optionalText,
  fulfillment_status: optionalText,
  test: z.boolean().nullish(),
  source_name: optionalText,
  tags: wholeText.nullish(),
  currency: z.string(),
  taxes_included: z.boolean().nullish(),
  total_price: amount,
  subtotal_price: amount.nullish(),
  total_discounts: amount.nullish(),
  total_tax: amount.nullish(),
  total_shipping_price_set: z.object({ shop_money: z.object({ amount }) }).nullish(),
  discount_codes: z.array(z.object({ code: text })).nullish(),
  checkout_token: optionalText,
  email: optionalText,
  customer: customerPayload.nullish(),
  line_items: z.array(linePayload).nullish(),
  refunds: z.array(refundPayload).nullish(),
  fulfillments: z.array(z.object({ admin_graphql_api_id: gid("Fulfillment"), status: optionalText, created_at: optionalInstant, updated_at: optionalInstant })).nullish(),
});

export function orderFact(payload: z.output<typeof orderPayload>, hash: KeyedHash): OrderFact {
  const currency = payload.currency.toUpperCase();
  const minor = (value: string | number | null | undefined) => toMinor(value ?? 0, currency);
  const totalMinor = minor(payload.total_price);
  if (totalMinor < 0) throw new Error("the total is negative");
  const orderId = payload.admin_graphql_api_id;
  const financialStatus = payload.financial_status?.toLowerCase() ?? null;
  const customer = payload.customer ? customerFact(payload.customer, hash) : null;
  const version = {
    orderId,
    name: payload.name,
    createdAt: payload.created_at,
    processedAt: payload.processed_at ?? payload.created_at,
    updatedAt: payload.updated_at,
    cancelledAt: payload.cancelled_at,
    financialStatus,
    isPaidSeen: saysPaid(financialStatus),
    refundedSeenAt: financialStatus === "refunded" ? payload.updated_at : null,
    isTest: payload.test ?? false,
    sourceName: payload.source_name,
    tags: splitTags(payload.tags),
    currency,
    isTaxIncluded: payload.taxes_included ?? false,
    totalMinor,
    subtotalMinor: minor(payload.subtotal_price),
    discountMinor: minor(payload.total_discounts),
    taxMinor: minor(payload.total_tax),
    shippingMinor: minor(payload.total_shipping_price_set?.shop_money.amount),
    discountCodes: (payload.discount_codes ?? []).map(({ code }) => code),
    checkoutTokenHash: payload.checkout_token ? hash.checkoutToken(payload.checkout_token) : null,
    fulfillmentStatus: payload.fulfillment_status?.toLowerCase() ?? null,
    fulfillments: (payload.fulfillments ?? []).map((one) => ({ fulfillmentId: one.admin_graphql_api_id, status: one.status, createdAt: one.created_at, ...cancellationOf(one.status, one.updated_at) })),
    lines: (payload.line_items ?? []).map((line) => lineFact(line, minor)),
  };
  return {
    ...version,
    readAt: null,
    originalTotalMinor: totalMinor,
    customer,
    emailHash: !customer && payload.email ? hash.email(payload.email) : null,
    versionHash: versionHash(version, customer?.customerId ?? null),
    transactions: [],
    refunds: (payload.refunds ?? []).map((refund) => refundFact(refund, { orderId, currency })),
  };
}

function lineFact(line: z.output<typeof linePayload>, minor: (value: string | number | null | undefined) => number): LineFact {
  return {
    lineId: line.admin_graphql_api_id,
    productId: line.product_id ?? null,
    variantId: line.variant_id ?? null,
    title: line.title ?? "",
    quantity: line.quantity,
    priceMinor: minor(line.price),
    discountMinor: (line.discount_allocations ?? []).reduce((sum, one) => sum + minor(one.amount), 0),
    taxMinor: (line.tax_lines ?? []).reduce((sum, one) => sum + minor(one.price), 0),
    isGiftCard: line.gift_card ?? false,
  };
}

/** Shopify joins an order's tags by ", "; here they are a sorted list in lower case, as the counting policy compares them. */
export const splitTags = (tags: string | null | undefined): string[] =>
  [...new Set((tags ?? "").split(",").map((tag) => tag.trim().toLowerCase()).filter(Boolean))].sort();
