import { fixedAmount } from "#standin/shop/money.ts";
import { currentShippingMinor } from "#standin/shop/order-sums.ts";
import type { OrderRecord } from "#standin/shop/records.ts";
import { rawNumber } from "../raw-number.ts";
import { moneySet } from "./money-set.ts";

/** The number of an order's only line of shipping. */
export const shippingLineId = (order: OrderRecord): string => `${order.id}1`;

/** An order's line of shipping; the same shape stands in a refund of it. */
export function shippingPayload(order: OrderRecord): Record<string, unknown> {
  const { currency, shippingMinor } = order;
  return {
    id: rawNumber(shippingLineId(order)),
    carrier_identifier: null,
    code: "standard",
    current_discounted_price_set: moneySet(currentShippingMinor(order), currency),
    discounted_price: fixedAmount(shippingMinor, currency),
    discounted_price_set: moneySet(shippingMinor, currency),
    is_removed: false,
    phone: null,
    price: fixedAmount(shippingMinor, currency),
    price_set: moneySet(shippingMinor, currency),
    requested_fulfillment_service_id: null,
    source: "shopify",
    title: "Standard",
    tax_lines: [],
    discount_allocations: [],
  };
}
