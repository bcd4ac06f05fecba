import type { LineRecord, OrderRecord } from "./records.ts";

export type FinancialStatus = "PENDING" | "PAID" | "PARTIALLY_PAID" | "PARTIALLY_REFUNDED" | "REFUNDED" | "VOIDED";

const sum = <T>(items: readonly T[], amountOf: (item: T) => number): number =>
  items.reduce((total, item) => total + amountOf(item), 0);

export const linePriceMinor = (line: LineRecord): number => line.unitPriceMinor * line.quantity;

/** What one line costs after its part of the discount, without tax that comes on top. */
export const lineDiscountedMinor = (line: LineRecord): number => linePriceMinor(line) - line.discountMinor;

export const linesPriceMinor = (order: OrderRecord): number => sum(order.lines, linePriceMinor);
export const discountMinor = (order: OrderRecord): number => sum(order.lines, (line) => line.discountMinor);
export const subtotalMinor = (order: OrderRecord): number => linesPriceMinor(order) - discountMinor(order);
export const taxMinor = (order: OrderRecord): number => sum(order.lines, (line) => line.taxMinor);

export function paidMinor(order: OrderRecord): number {
  const paying = order.transactions.filter((one) => one.status === "SUCCESS" && (one.kind === "SALE" || one.kind === "CAPTURE"));
  return sum(paying, (one) => one.amountMinor);
}

export const refundedMinor = (order: OrderRecord): number => sum(order.refunds, (refund) => refund.totalMinor);

/** The value of what was taken back from the order (returned lines and adjustments), whether or not money moved. */
export function returnedMinor(order: OrderRecord): number {
  return sum(order.refunds, (refund) =>
    sum(refund.lines, (line) => line.subtotalMinor + (order.taxesIncluded ? 0 : line.taxMinor))
      - sum(refund.adjustments, (adjustment) => adjustment.amountMinor));
}

export const returnedQuantity = (order: OrderRecord, line: LineRecord): number =>
  sum(order.refunds, (refund) => sum(refund.lines.filter((one) => one.line === line), (one) => one.quantity));

export function financialStatus(order: OrderRecord): FinancialStatus {
  const paid = paidMinor(order);
  const refunded = refundedMinor(order);
  if (refunded > 0) return refunded >= paid ? "REFUNDED" : "PARTIALLY_REFUNDED";
  if (paid === 0 && order.cancelledAtMs !== null) return "VOIDED";
  if (paid >= order.totalMinor) return "PAID";
  return paid > 0 ? "PARTIALLY_PAID" : "PENDING";
}

export const fulfillmentStatus = (order: OrderRecord): "FULFILLED" | "UNFULFILLED" =>
  order.fulfillments.length > 0 ? "FULFILLED" : "UNFULFILLED";
