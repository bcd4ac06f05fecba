import type { FulfillmentFact } from "../orders/order-fact.ts";
import type { Program } from "../program/program.ts";
import { startOfDayAfter } from "../time.ts";

/** What decides when an order's points settle, beside the rules. */
export interface SettlingFacts {
  processedAt: Date;
  paidAt: Date | null;
  fulfillments: FulfillmentFact[];
}

/** How long points are pending, in full days, and from when the days count; days of the shop's calendar. */
export interface PendingRule {
  program: Pick<Program, "pendingDays" | "pendingFrom">;
  timeZone: string;
}

/** Points of an order that nobody ever fulfils are pending for so many full days after its payment. */
export const UNFULFILLED_DAYS = 60;

/**
 * When an order's points settle: the later of its payment and the end of the pending period, which ends with the first
 * instant of its release day in the shop's zone: the day after so many full days from the order, or from its last
 * fulfilment. Without pending days it is the payment. Undefined while unpaid.
 *
 * Where days count from the fulfilment, each one up to the end, that instant included, moves it; a later one does not. An
 * order that was not fulfilled ends after `UNFULFILLED_DAYS` from its payment.
 */
export function settlementInstant(order: SettlingFacts, { program, timeZone }: PendingRule): Date | undefined {
  const { paidAt } = order;
  if (!paidAt) return undefined;
  if (program.pendingDays === 0) return paidAt;
  const endAfter = (from: Date, days: number) => new Date(Math.max(paidAt.getTime(), startOfDayAfter(from, days + 1, timeZone).getTime()));
  if (program.pendingFrom !== "fulfillment") return endAfter(order.processedAt, program.pendingDays);
  return fulfilledAts(order).reduce((end, at) => (at <= end ? endAfter(at, program.pendingDays) : end), endAfter(paidAt, UNFULFILLED_DAYS));
}

/**
 * What the end of an order's pending period waits for, as of an instant: its payment, its first fulfilment, or nothing but
 * the day. Until the fulfilment nobody can say when the points will be released.
 */
export function pendingAwaits(order: SettlingFacts, { program, now }: { program: PendingRule["program"]; now: Date }): "payment" | "fulfillment" | null {
  if (!order.paidAt) return "payment";
  if (program.pendingDays === 0 || program.pendingFrom !== "fulfillment") return null;
  return fulfilledAts(order).some((at) => at <= now) ? null : "fulfillment";
}

/** When parcels went out, rising. One that was cancelled or failed never did. */
function fulfilledAts({ fulfillments }: SettlingFacts): Date[] {
  const done = fulfillments.filter(({ status, createdAt }) => createdAt !== null && (status === null || status === "success"));
  return done.map(({ createdAt }) => new Date(createdAt!)).sort((a, b) => a.getTime() - b.getTime());
}
