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
 * Where days count from the fulfilment, each one up to the end, that instant included, moves it; a later one does not. One
 * that was cancelled counts until then; where nothing is left to wait for, the period ends with the cancellation. An order
 * that was not fulfilled ends after `UNFULFILLED_DAYS` from its payment.
 */
export function settlementInstant(order: SettlingFacts, { program, timeZone }: PendingRule): Date | undefined {
  const { paidAt } = order;
  if (!paidAt) return undefined;
  if (program.pendingDays === 0) return paidAt;
  const endAfter = (from: Date, days: number) => new Date(Math.max(paidAt.getTime(), startOfDayAfter(from, days + 1, timeZone).getTime()));
  if (program.pendingFrom !== "fulfillment") return endAfter(order.processedAt, program.pendingDays);
  const parcels = parcelsOf(order);
  let end = endAfter(paidAt, UNFULFILLED_DAYS);
  for (const at of parcels.flatMap(({ from, until }) => (until ? [from, until] : [from])).sort(byTime)) {
    if (at > end) break;
    const last = parcels.findLast((parcel) => isOut(parcel, at));
    end = new Date(Math.max(at.getTime(), (last ? endAfter(last.from, program.pendingDays) : endAfter(paidAt, UNFULFILLED_DAYS)).getTime()));
  }
  return end;
}

/**
 * What the end of an order's pending period waits for, as of an instant: its payment, its first fulfilment, or nothing but
 * the day. Until the fulfilment nobody can say when the points will be released.
 */
export function pendingAwaits(order: SettlingFacts, { program, now }: { program: PendingRule["program"]; now: Date }): "payment" | "fulfillment" | null {
  if (!order.paidAt) return "payment";
  if (program.pendingDays === 0 || program.pendingFrom !== "fulfillment") return null;
  return parcelsOf(order).some((parcel) => isOut(parcel, now)) ? null : "fulfillment";
}

interface Parcel {
  from: Date;
  until: Date | null;
}

/** From when until when parcels were out, rising. One that failed never was, nor one of which nobody knows when it was cancelled. */
function parcelsOf({ fulfillments }: SettlingFacts): Parcel[] {
  const out = fulfillments.filter(({ status, createdAt, cancelledAt }) => createdAt !== null && (status === null || status === "success" || cancelledAt !== undefined));
  return out.map(({ createdAt, cancelledAt }) => ({ from: new Date(createdAt!), until: cancelledAt === undefined ? null : new Date(cancelledAt) })).sort((a, b) => byTime(a.from, b.from));
}

const isOut = ({ from, until }: Parcel, at: Date): boolean => from <= at && (!until || until > at);

const byTime = (a: Date, b: Date): number => a.getTime() - b.getTime();
