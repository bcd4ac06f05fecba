import { programAt } from "../program/program.ts";
import type { BookedOrder, Fresh, PointsMember, PointsRules, SettledEntry, Step } from "./points-member.ts";
import { courseOf } from "./course.ts";
import { expireBefore } from "./expire-lots.ts";
import { judgedAt } from "./judged-at.ts";
import { factTimesOf, type SettlingOrder } from "./points-order.ts";
import { settleOrder } from "./settle-order.ts";
import { settlementInstant } from "./settlement-instant.ts";

/**
 * The instants at which an order's points may change and that were not booked yet, up to now, rising: its payment, refunds,
 * cancellation, deletion, settlement, and now, when what was heard of late is made good. An order that changed hands leaves the
 * one and comes to the other now, whatever it went through: the days before keep what they showed, once.
 */
export function stepsOf(one: BookedOrder, { versions, timeZone, now }: Pick<PointsRules, "versions" | "timeZone" | "now">): Step[] {
  const { order, isAnothers = false } = one;
  const version = programAt(versions, order.processedAt);
  if (!version) return [];
  const settlesAt = settlementInstant(order, { program: version.program, timeZone });
  const instants = isAnothers ? [] : newTimesOf(order, { settlesAt, through: throughOf(one, versions), now });
  return [...instants, now].map((at) => ({ at, ...judgedAt({ version, settlesAt }, at) }));
}

/** The instants after `through` and before `now`, rising, each once. */
function newTimesOf(order: SettlingOrder, { settlesAt, through, now }: { settlesAt: Date | undefined; through: Date | null; now: Date }): Date[] {
  const times = factTimesOf(order);
  if (settlesAt) times.push(settlesAt);
  const fresh = times.filter((at) => at < now && (!through || at > through)).sort((a, b) => a.getTime() - b.getTime());
  return fresh.filter((at, place) => at.getTime() !== fresh[place - 1]?.getTime());
}

/** Up to when what happened to an order is booked, or is booked now. An award to past orders is of the day on which it was made. */
function throughOf({ order, booking, changedHandsAt = null }: BookedOrder, versions: PointsRules["versions"]): Date | null {
  const award = programAt(versions, order.processedAt)?.award;
  const through = booking.through ?? (award ? new Date(award.awardedAt.getTime() - 1) : null);
  return through && changedHandsAt ? new Date(Math.max(through.getTime(), changedHandsAt.getTime())) : (through ?? changedHandsAt);
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
  const steps = member.orders.flatMap((one) => stepsOf(one, rules).map((step) => ({ one, step })));
  steps.sort((a, b) => a.step.at.getTime() - b.step.at.getTime() || a.one.order.processedAt.getTime() - b.one.order.processedAt.getTime() || (BigInt(a.one.order.orderId) < BigInt(b.one.order.orderId) ? -1 : 1));
  const entries: SettledEntry[] = [];
  const fresh: Fresh[] = [];
  const enter = (some: SettledEntry[]) => {
    entries.push(...some);
    fresh.push(...some);
  };
  for (const { one, step } of steps) {
    const { order, booking, isAnothers = false } = one;
    enter(expireBefore(member, rules, step.at));
    const booked = settleOrder({ member, order, booking, isAnothers, rules, fresh }, step);
    enter(booked);
    if (step.at < rules.now) continue;
    booking.course = courseOf(one, rules, { step, through: throughOf(one, rules.versions), entries: booked, fresh });
    if (booking.course) fresh.push({ kind: "retold", orderId: order.orderId, course: booking.course });
  }
  enter(expireBefore(member, rules, new Date(rules.now.getTime() + 1)));
  for (const { booking } of member.orders) booking.through = rules.now;
  return entries;
}
