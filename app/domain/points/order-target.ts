import { calculateEarnedPoints } from "../earning/calculate-earned-points.ts";
import { eligibleAmountMinor, refundedEligibleMinor, type EligibleOrder } from "../orders/eligible-amount.ts";
import type { RefundFact } from "../orders/order-fact.ts";
import type { ProgramVersion } from "../program/program.ts";
import type { OrderId } from "../ids.ts";
import type { NothingReason, Why } from "./why.ts";

/** The facts of an order that decide its points, each with its own time. */
export interface PointsOrder extends EligibleOrder {
  orderId: OrderId;
  currency: string;
  sourceName: string | null;
  processedAt: Date;
  paidAt: Date | null;
  cancelledAt: Date | null;
  fullyRefundedAt: Date | null;
  refunds: RefundFact[];
}

export interface Target {
  points: number;
  /** The explanation, but for what was booked before. */
  why: Omit<Extract<Why, { kind: "earned" }>, "before"> | Omit<Extract<Why, { kind: "earns_nothing" }>, "before">;
}

/**
 * What an order should have earned as of an instant, by the program that was in force when it was placed.
 *
 * `rank` is its number among the customer's counted orders (null: it does not count): the live one until it settles, the
 * award rank from then on. Only refunds up to the instant are subtracted.
 */
export function targetOf(order: PointsOrder, version: ProgramVersion | undefined, { at, rank }: { at: Date; rank: number | null }): Target {
  const reason = nothingReason(order, version, { at, rank });
  if (reason !== null || !version || rank === null) return { points: 0, why: { kind: "earns_nothing", reason: reason ?? "not_counted" } };
  const { earnRules, nthOrderMultipliers, amountBasis } = version.program;
  const refunds = order.refunds.filter((refund) => new Date(refund.createdAt) <= at);
  const refundedMinor = refundedEligibleMinor(order, refunds, amountBasis);
  const earned = calculateEarnedPoints(earnRules, nthOrderMultipliers, {
    processedAt: order.processedAt,
    sourceName: order.sourceName,
    eligibleMinor: eligibleAmountMinor(order, amountBasis),
    refundedEligibleMinor: refundedMinor,
    rank,
  });
  const { points, multiplier, openEligibleMinor, parts } = earned;
  return { points, why: { kind: "earned", rank, multiplier, openEligibleMinor, refundedMinor, currency: order.currency, parts, points } };
}

function nothingReason(order: PointsOrder, version: ProgramVersion | undefined, { at, rank }: { at: Date; rank: number | null }): NothingReason | null {
  if (!version) return "no_program";
  if (version.isPaused) return "paused";
  if (order.currency !== version.currency) return "other_currency";
  if (order.cancelledAt && order.cancelledAt <= at) return "cancelled";
  if (order.fullyRefundedAt && order.fullyRefundedAt <= at) return "fully_refunded";
  return rank === null ? "not_counted" : null;
}
