import { z } from "zod";
import { toMinor } from "#app/domain/money.ts";
import { REFUND_DISCREPANCY, SHIPPING_REFUND, type RefundAdjustment, type RefundFact } from "#app/domain/orders/order-fact.ts";
import { amount, gid, id, instant, optionalText } from "./fields.ts";

const moneySet = z.object({ shop_money: z.object({ amount }) });

/** Refunded shipping since API 2024-10. Shopify's own description names no tax of it; the rates are those of the shipping line. */
const shippingLine = z.object({
  subtotal_amount_set: moneySet.nullish(),
  tax_amount_set: moneySet.nullish(),
  shipping_line: z.object({ tax_lines: z.array(z.object({ rate: amount.nullish() })).nullish() }).nullish(),
});

/** refunds/create, and a refund inside of an order. The id of its order is missing in the latter. */
export const refundPayload = z.object({
  admin_graphql_api_id: gid("Refund"),
  order_id: id.nullish(),
  created_at: instant,
  refund_line_items: z
    .array(z.object({ line_item_id: id.nullish(), line_item: z.object({ admin_graphql_api_id: gid("LineItem") }).nullish(), quantity: z.number().int(), subtotal: amount.nullish(), total_tax: amount.nullish() }))
    .nullish(),
  refund_shipping_lines: z.array(shippingLine).nullish(),
  order_adjustments: z.array(z.object({ kind: optionalText, amount: amount.nullish(), tax_amount: amount.nullish() })).nullish(),
  transactions: z.array(z.object({ admin_graphql_api_id: gid("OrderTransaction").nullish(), id: id.nullish(), kind: optionalText, status: optionalText, amount: amount.nullish(), currency: optionalText })).nullish(),
});

/**
 * `currency` is the order's; a refund that comes alone names none, its amounts are in the shop's.
 * Only successful refund transactions are money that went back. What was paid back in another currency cannot be told in
 * the order's and adds nothing here: the order is read, which brings it. Throws for an amount below zero.
 */
export function refundFact(payload: z.output<typeof refundPayload>, order: { orderId: string; currency: string }): RefundFact {
  const minor = (value: string | number | null | undefined) => toMinor(value ?? 0, order.currency);
  const tried = (payload.transactions ?? []).filter((one) => one.kind?.toLowerCase() === "refund");
  const succeeded = tried.filter((one) => one.status?.toLowerCase() === "success");
  const paidBack = succeeded
    .filter((one) => one.currency === null || one.currency.toUpperCase() === order.currency)
    .map((one) => minor(one.amount));
  if (paidBack.some((amountMinor) => amountMinor < 0)) throw new Error("the amount paid back is negative");
  return {
    orderId: order.orderId,
    refundId: payload.admin_graphql_api_id,
    createdAt: payload.created_at,
    amountMinor: paidBack.reduce((sum, amountMinor) => sum + amountMinor, 0),
    transactionIds: tried.map((one) => one.admin_graphql_api_id ?? one.id ?? "0"),
    isPaidBack: succeeded.length > 0,
    lines: (payload.refund_line_items ?? []).map((line) => ({
      lineId: line.line_item?.admin_graphql_api_id ?? line.line_item_id ?? "0",
      quantity: line.quantity,
      subtotalMinor: minor(line.subtotal),
      taxMinor: minor(line.total_tax),
    })),
    adjustments: adjustmentsOf(payload, minor),
  };
}

type Minor = (value: string | number | null | undefined) => number;

// Shopify may tell refunded shipping in both shapes at once; it is one amount, and the older shape names its tax as well.
function adjustmentsOf({ order_adjustments, refund_shipping_lines }: z.output<typeof refundPayload>, minor: Minor): RefundAdjustment[] {
  const adjustments = (order_adjustments ?? []).map((one) => ({ kind: one.kind ?? REFUND_DISCREPANCY, amountMinor: minor(one.amount), taxMinor: minor(one.tax_amount) }));
  if (adjustments.some(({ kind }) => kind === SHIPPING_REFUND)) return adjustments;
  return [...adjustments, ...(refund_shipping_lines ?? []).map((line) => shippingAdjustment(line, minor))];
}

// The subtotal of refunded shipping is without tax, also where the shop's prices include it.
function shippingAdjustment({ subtotal_amount_set, tax_amount_set, shipping_line }: z.output<typeof shippingLine>, minor: Minor): RefundAdjustment {
  const subtotalMinor = minor(subtotal_amount_set?.shop_money.amount);
  const byRates = (shipping_line?.tax_lines ?? []).reduce((sum, { rate }) => sum + Math.round(subtotalMinor * Number(rate ?? 0)), 0);
  return { kind: SHIPPING_REFUND, amountMinor: 0 - subtotalMinor, taxMinor: 0 - (tax_amount_set ? minor(tax_amount_set.shop_money.amount) : byRates) };
}
