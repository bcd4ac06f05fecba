import { programAt } from "../program/program.ts";
import { targetOf } from "./order-target.ts";
import type { BookedOrder, CoursePoint, Fresh, PointsRules, SettledEntry, Step } from "./points-member.ts";
import { factTimesOf } from "./points-order.ts";
import { settlementInstant } from "./settlement-instant.ts";

/**
 * What a settled order comes to over time, from the facts alone, where some of them were heard of late: the ledger dates what
 * it makes good then on the day of hearing, as it must, but tiers are of the facts. Null where its entries say the same, because
 * each was booked at its own time. `entries`: what `now` has booked of it, the last step of each settling.
 */
export function courseOf(one: BookedOrder, rules: PointsRules, { step, through, entries, fresh }: { step: Step; through: Date | null; entries: SettledEntry[]; fresh: Fresh[] }): CoursePoint[] | null {
  const { order, booking } = one;
  const version = programAt(rules.versions, order.processedAt);
  // What an award gave is of the day on which it was made.
  if (!version || version.award || !booking.settledAt) return null;
  if (one.isAnothers) return [];
  const from = settlementInstant(order, { program: version.program, timeZone: rules.timeZone }) ?? booking.settledAt;
  const times = factTimesOf(order).filter((at) => at > from && at <= rules.now);
  const isMadeGood = entries.length > 0 && ![from, ...times].some((at) => at.getTime() === rules.now.getTime());
  const mayHaveBeenLate = through !== null && times.some((at) => at <= through);
  // Its ledger begins with the day on which it came.
  const changedHands = one.changedHandsAt && from <= one.changedHandsAt;
  if (!booking.course && !isMadeGood && !mayHaveBeenLate && !changedHands) return null;
  const rank = rules.rankAt(order.orderId, step.rankAt, step.policyAt);
  const standing = rules.standingAt?.(order, { rankAt: step.rankAt, policyAt: step.policyAt, rank, fresh });
  let before = 0;
  return [from, ...times].toSorted((a, b) => a.getTime() - b.getTime()).flatMap((at) => {
    const { points } = targetOf(order, version, { at, rank, ...(standing && { standing }) });
    const more = points - before;
    before = points;
    return more === 0 ? [] : [{ at, points: more }];
  });
}
