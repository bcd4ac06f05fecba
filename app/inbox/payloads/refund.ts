import { z } from "zod";
import { toMinor } from "#app/domain/money.ts";
import type { RefundFact } from "#app/domain/orders/order-fact.ts";
import { amount, gid, id, instant, optionalText } from "./fields.ts";

/** refunds/create, and a refund inside of an order. The id of its order is missing in the latter. */
export const refundPayload = z.object({
  admin_graphql_api_id: gid("Refund"),
  order_id: id.nullish(),
  created_at: instant,
  refund_line_items: z
    .array(z.object({ line_item_id: id.nullish(), line_item: z.object({ admin_graphql_api_id: gid("LineItem") }).nullish(), quantity: z.number().int(), subtotal: amount.nullish(), total_tax: amount.nullish() }))
    .nullish(),
  order_adjustments: z.array(z.object({ kind: optionalText, amount: amount.nullish(), tax_amount: amount.nullish() })).nullish(),
  transactions: z.array(z.object({ kind: optionalText, status: optionalText, amount: amount.nullish(), currency: optionalText })).nullish(),
});

/**
 * `currency` is the order's; a refund that comes alone names none, its amounts are in the shop's.
 * Only successful refund transactions are money that went back. What was paid back in another currency cannot be told in
 * the order's and adds nothing here; reading the order brings it. Throws for an amount below zero.
 */
export function refundFact(payload: z.output<typeof refundPayload>, order: { orderId: string; currency: string }): RefundFact {
  const minor = (value: string | number | null | undefined) => toMinor(value ?? 0, order.currency);
  const paidBack = (payload.transactions ?? [])
    .filter((one) => one.kind?.toLowerCase() === "refund" && one.status?.toLowerCase() === "success")
    .filter((one) => one.currency === null || one.currency.toUpperCase() === order.currency)
    .map((one) => minor(one.amount));
  if (paidBack.some((amountMinor) => amountMinor < 0)) throw new Error("the amount paid back is negative");
  return {
    orderId: order.orderId,
    refundId: payload.admin_graphql_api_id,
    createdAt: payload.created_at,
    amountMinor: paidBack.reduce((sum, amountMinor) => sum + amountMinor, 0),
    lines: (payload.refund_line_items ?? []).map((line) => ({
      lineId: line.line_item?.admin_graphql_api_id ?? line.line_item_id ?? "0",
      quantity: line.quantity,
      subtotalMinor: minor(line.subtotal),
      taxMinor: minor(line.total_tax),
    })),
    adjustments: (payload.order_adjustments ?? []).map((one) => ({ kind: one.kind, amountMinor: minor(one.amount), taxMinor: minor(one.tax_amount) })),
  };
}
