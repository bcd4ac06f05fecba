import { fixedAmount } from "#standin/shop/money.ts";
import type { OrderRecord, RefundLineRecord, RefundRecord } from "#standin/shop/records.ts";
import type { Shop } from "#standin/shop/shop.ts";
import { zonedInstant } from "#standin/shop/time.ts";
import { rawNumber } from "../raw-number.ts";
import { linePayload } from "./line-payload.ts";
import { moneySet } from "./money-set.ts";
import { shippingLineId, shippingPayload } from "./shipping-payload.ts";
import { transactionPayload } from "./transaction-payload.ts";

/** Body of refunds/create (Shopify sends no customer with it), and one entry of an order's `refunds`. */
export function refundPayload(shop: Shop, order: OrderRecord, refund: RefundRecord): Record<string, unknown> {
  const { timeZone } = shop.settings;
  const { currency } = order;
  return {
    id: rawNumber(refund.id),
    order_id: rawNumber(order.id),
    created_at: zonedInstant(refund.createdAtMs, timeZone),
    note: refund.note,
    user_id: null,
    processed_at: zonedInstant(refund.createdAtMs, timeZone),
    duties: [],
    total_duties_set: moneySet(0, currency),
    return: null,
    refund_shipping_lines: refund.shippingLines.map((line) => ({
      id: rawNumber(line.id),
      shipping_line_id: rawNumber(shippingLineId(order)),
      shipping_line: shippingPayload(order),
      subtotal_amount_set: moneySet(line.subtotalMinor, currency),
    })),
    restock: false,
    admin_graphql_api_id: `gid://shopify/Refund/${refund.id}`,
    order_adjustments: refund.adjustments.map((adjustment) => ({
      id: rawNumber(adjustment.id),
      amount: fixedAmount(adjustment.amountMinor, currency),
      amount_set: moneySet(adjustment.amountMinor, currency),
      kind: "refund_discrepancy",
      order_id: rawNumber(order.id),
      reason: "Refund discrepancy",
      refund_id: rawNumber(refund.id),
      tax_amount: fixedAmount(0, currency),
      tax_amount_set: moneySet(0, currency),
    })),
    transactions: refund.transactions.map((one) => transactionPayload(shop, order, one)),
    refund_line_items: refund.lines.map((line) => refundLinePayload(order, line)),
  };
}

function refundLinePayload(order: OrderRecord, refundLine: RefundLineRecord): Record<string, unknown> {
  const { currency } = order;
  return {
    id: rawNumber(refundLine.id),
    quantity: refundLine.quantity,
    line_item_id: rawNumber(refundLine.line.id),
    location_id: null,
    restock_type: "no_restock",
    // Shopify writes these two as JSON numbers.
    subtotal: rawNumber(fixedAmount(refundLine.subtotalMinor, currency)),
    total_tax: rawNumber(fixedAmount(refundLine.taxMinor, currency)),
    subtotal_set: moneySet(refundLine.subtotalMinor, currency),
    total_tax_set: moneySet(refundLine.taxMinor, currency),
    line_item: linePayload(order, refundLine.line),
  };
}
