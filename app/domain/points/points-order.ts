import type { RefundableOrder } from "../orders/eligible-amount.ts";
import type { OrderId } from "../ids.ts";
import type { SettlingFacts } from "./settlement-instant.ts";

/** The facts of an order that decide its points, each with its own time. */
export interface PointsOrder extends RefundableOrder {
  orderId: OrderId;
  currency: string;
  sourceName: string | null;
  processedAt: Date;
  cancelledAt: Date | null;
  fullyRefundedAt: Date | null;
  deletedAt: Date | null;
}

/** The same with what decides when the points settle. */
export type SettlingOrder = PointsOrder & SettlingFacts;

/** When something happened to an order that may change its points, but for its settlement; in no order. */
export const factTimesOf = ({ paidAt, cancelledAt, fullyRefundedAt, deletedAt, refunds, payments }: PointsOrder): Date[] =>
  [paidAt, cancelledAt, fullyRefundedAt, deletedAt, ...refunds.map(({ createdAt }) => new Date(createdAt)), ...payments.map(({ at }) => new Date(at))].filter((at) => at !== null);
