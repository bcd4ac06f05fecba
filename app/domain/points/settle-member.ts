import { programAt } from "../program/program.ts";
import type { BookedOrder, PointsMember, PointsRules, SettledEntry, Step } from "./points-member.ts";
import { expireBefore } from "./expire-lots.ts";
import { judgedAt } from "./judged-at.ts";
import { settleOrder } from "./settle-order.ts";
import { settlementInstant } from "./settlement-instant.ts";

/**
 * The instants at which an order's points may change and that were not booked yet, up to now, rising: its payment, refunds,
 * cancellation, deletion, settlement, and now, when what was heard of late is made good. An order that changed hands leaves the
 * one and comes to the other now, whatever it went through: the days before keep what they showed, once.
 */
export function stepsOf({ order, booking, isAnothers = false, changedHandsAt = null }: BookedOrder, { versions, timeZone, now }: Pick<PointsRules, "versions" | "timeZone" | "now">): Step[] {
  const version = programAt(versions, order.processedAt);
  if (!version) return [];
  const settlesAt = settlementInstant(order, { program: version.program, timeZone });
  // An award to past orders is of the day on which it was made, whatever happened to the orders before.
  const through = latest(booking.through ?? (version.award && new Date(version.award.awardedAt.getTime() - 1)) ?? null, changedHandsAt);
  const own = [order.paidAt, order.cancelledAt, order.fullyRefundedAt, order.deletedAt, settlesAt, ...order.refunds.map((refund) => new Date(refund.createdAt))];
  const instants = new Set(own.flatMap((at) => (at && !isAnothers && at <= now && (!through || at > through) ? at.getTime() : [])));
  instants.add(now.getTime());
  return [...instants].sort((a, b) => a - b).map((ms) => ({ at: new Date(ms), ...judgedAt({ version, settlesAt }, new Date(ms)) }));
}

/**
 * Brings the ledger of one member in line with the facts, as of `now`: for each order `target - booked`, in the order of
 * the instants at which it changed, whatever was heard of when.
 *
 * Every point of an order is explained by one entry that moved it. The same facts a second time give no entries.
 *
 * @see docs/formulas.md#points-of-an-order
 */
export function settleMember(member: PointsMember, rules: PointsRules): SettledEntry[] {
  const steps = member.orders.flatMap((one) => stepsOf(one, rules).map((step) => ({ ...one, step })));
  steps.sort((a, b) => a.step.at.getTime() - b.step.at.getTime() || (BigInt(a.order.orderId) < BigInt(b.order.orderId) ? -1 : 1));
  const entries: SettledEntry[] = [];
  for (const { order, booking, isAnothers = false, step } of steps) {
    entries.push(...expireBefore(member, rules, step.at));
    entries.push(...settleOrder({ member, order, booking, isAnothers, rules, fresh: entries }, step));
  }
  entries.push(...expireBefore(member, rules, new Date(rules.now.getTime() + 1)));
  for (const { booking } of member.orders) booking.through = rules.now;
  return entries;
}

const latest = (one: Date | null, other: Date | null): Date | null => (one && other ? (one > other ? one : other) : (one ?? other));
