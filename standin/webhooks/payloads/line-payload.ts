import { fixedAmount } from "#standin/shop/money.ts";
import { returnedQuantity } from "#standin/shop/order-sums.ts";
import type { LineRecord, OrderRecord } from "#standin/shop/records.ts";
import { rawNumber } from "../raw-number.ts";
import { moneySet } from "./money-set.ts";

/** One entry of `line_items`; the same shape stands in a refund's lines. */
export function linePayload(order: OrderRecord, line: LineRecord): Record<string, unknown> {
  const { currency } = order;
  const open = line.quantity - returnedQuantity(order, line);
  return {
    id: rawNumber(line.id),
    admin_graphql_api_id: `gid://shopify/LineItem/${line.id}`,
    attributed_staffs: [],
    current_quantity: open,
    fulfillable_quantity: order.fulfillments.length > 0 ? 0 : open,
    fulfillment_service: line.giftCard ? "gift_card" : "manual",
    fulfillment_status: order.fulfillments.length > 0 ? "fulfilled" : null,
    gift_card: line.giftCard,
    grams: 0,
    name: line.title,
    price: fixedAmount(line.unitPriceMinor, currency),
    price_set: moneySet(line.unitPriceMinor, currency),
    product_exists: line.product !== null,
    product_id: line.product ? rawNumber(line.product.id) : null,
    properties: [],
    quantity: line.quantity,
    requires_shipping: !line.giftCard,
    sales_line_item_group_id: null,
    sku: line.sku,
    taxable: true,
    title: line.title,
    total_discount: fixedAmount(0, currency),
    total_discount_set: moneySet(0, currency),
    variant_id: line.product ? rawNumber(line.product.variantId) : null,
    variant_inventory_management: null,
    variant_title: null,
    vendor: null,
    tax_lines: taxLines(line.taxMinor, currency),
    duties: [],
    discount_allocations: line.discountMinor === 0 ? [] : [{
      amount: fixedAmount(line.discountMinor, currency),
      amount_set: moneySet(line.discountMinor, currency),
      discount_application_index: 0,
    }],
  };
}

export function taxLines(amountMinor: number, currency: string): Record<string, unknown>[] {
  if (amountMinor === 0) return [];
  return [{
    channel_liable: false,
    price: fixedAmount(amountMinor, currency),
    price_set: moneySet(amountMinor, currency),
    rate: 0.2,
    title: "VAT",
  }];
}
