import type { LineRecord, OrderRecord, RefundRecord, TransactionRecord } from "./records.ts";

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

const backMinor = (order: OrderRecord, statuses: TransactionRecord["status"][]): number =>
  sum(order.refunds, (refund) => sum(refund.transactions.filter((one) => statuses.includes(one.status)), (one) => one.amountMinor));

/** What really went back. */
export const refundedMinor = (order: OrderRecord): number => backMinor(order, ["SUCCESS"]);

/** What can still be refunded: not what is on its way back. */
export const refundableMinor = (order: OrderRecord): number => paidMinor(order) - backMinor(order, ["SUCCESS", "PENDING"]);

export const refundedShippingMinor = (order: OrderRecord): number => sum(order.refunds, shippingMinor);
export const shippingMinor = (refund: Pick<RefundRecord, "shippingLines">): number => sum(refund.shippingLines, (line) => line.subtotalMinor + line.taxMinor);

/** The value of what was taken back from the order (returned lines and adjustments, not shipping), whether or not money moved. */
export function returnedMinor(order: OrderRecord): number {
  return sum(order.refunds, (refund) =>
    sum(refund.lines, (line) => line.subtotalMinor + (order.taxesIncluded ? 0 : line.taxMinor))
      - sum(refund.adjustments, (adjustment) => adjustment.amountMinor));
}

/** What the order would cost without what was taken back of it. */
export const currentTotalMinor = (order: OrderRecord): number => Math.max(0, order.totalMinor - returnedMinor(order) - refundedShippingMinor(order));
export const currentShippingMinor = (order: OrderRecord): number => Math.max(0, order.shippingMinor - refundedShippingMinor(order));

export const returnedQuantity = (order: OrderRecord, line: LineRecord): number =>
  sum(order.refunds, (refund) => sum(refund.lines.filter((one) => one.line === line), (one) => one.quantity));

export function financialStatus(order: OrderRecord): FinancialStatus {
  const paid = paidMinor(order);
  const refunded = refundedMinor(order);
  if (refunded > 0) return refunded >= paid ? "REFUNDED" : "PARTIALLY_REFUNDED";
  if (paid === 0 && order.cancelledAtMs !== null) return "VOIDED";
  if (paid >= currentTotalMinor(order)) return "PAID";
  return paid > 0 ? "PARTIALLY_PAID" : "PENDING";
}

export const fulfillmentStatus = (order: OrderRecord): "FULFILLED" | "UNFULFILLED" =>
  order.fulfillments.length > 0 ? "FULFILLED" : "UNFULFILLED";
