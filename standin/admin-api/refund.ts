import type { RefundLineRecord, RefundRecord } from "#standin/shop/records.ts";
import { utcInstant } from "#standin/shop/time.ts";
import { connection, fieldsOf, gid } from "./fields.ts";
import { moneyBag } from "./money-bag.ts";
import { shippingLines, type Inside } from "./order.ts";

export const refundFields = fieldsOf<Inside<RefundRecord>>({
  id: ({ item }) => gid("Refund", item.id),
  legacyResourceId: ({ item }) => item.id,
  createdAt: ({ item }) => utcInstant(item.createdAtMs),
  processedAt: ({ item }) => utcInstant(item.createdAtMs),
  updatedAt: ({ item }) => utcInstant(item.createdAtMs),
  note: ({ item }) => item.note,
  order: ({ order }) => order,
  duties: () => [],
  totalRefundedSet: ({ order, item }) => moneyBag(item.totalMinor, order.currency),
  refundLineItems: connection(({ order, item }) => item.lines.map((line) => ({ order, item: line })), ({ item }) => item.id),
  refundShippingLines: connection(({ order, item }) => item.shippingLines.map((line) => ({ order, item: line })), ({ item }) => item.id),
  transactions: connection(({ order, item }) => item.transactions.map((one) => ({ order, item: one })), ({ item }) => item.id),
  orderAdjustments: connection(({ order, item }) => item.adjustments.map((one) => ({ order, item: one })), ({ item }) => item.id),
});

export const refundLineItemFields = fieldsOf<Inside<RefundLineRecord>>({
  id: ({ item }) => gid("RefundLineItem", item.id),
  lineItem: ({ order, item }) => ({ order, item: item.line }),
  quantity: ({ item }) => item.quantity,
  restockType: () => "NO_RESTOCK",
  restocked: () => false,
  location: () => null,
  priceSet: ({ order, item }) => moneyBag(Math.round(item.subtotalMinor / item.quantity), order.currency),
  subtotalSet: ({ order, item }) => moneyBag(item.subtotalMinor, order.currency),
  totalTaxSet: ({ order, item }) => moneyBag(item.taxMinor, order.currency),
});

/** Amounts as Shopify tells them of refunded shipping: the subtotal is without tax. */
export const refundShippingLineFields = fieldsOf<Inside<RefundRecord["shippingLines"][number]>>({
  id: ({ item }) => gid("RefundShippingLine", item.id),
  shippingLine: ({ order }) => shippingLines(order)[0] ?? null,
  subtotalAmountSet: ({ order, item }) => moneyBag(item.subtotalMinor, order.currency),
  taxAmountSet: ({ order, item }) => moneyBag(item.taxMinor, order.currency),
});

export const orderAdjustmentFields = fieldsOf<Inside<RefundRecord["adjustments"][number]>>({
  id: ({ item }) => gid("OrderAdjustment", item.id),
  amountSet: ({ order, item }) => moneyBag(item.amountMinor, order.currency),
  taxAmountSet: ({ order }) => moneyBag(0, order.currency),
  reason: () => "REFUND_DISCREPANCY",
});
