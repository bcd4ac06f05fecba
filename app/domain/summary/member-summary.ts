import type { ProgramVersion } from "../program/program.ts";
import { costOf, isOffered } from "../redemption/offered-rewards.ts";
import type { Reward } from "../redemption/reward.ts";
import type { Stage } from "../scoring/stage.ts";
import { localDay } from "../time.ts";

/** What is known of a member when the summary is made. `settledPoints` is negative in debt; `orderCount` is the rank of the last counted order, which was placed at `lastOrderAt`. */
export interface SummarisedMember {
  pendingPoints: number;
  settledPoints: number;
  isClaimed: boolean;
  stage: Stage;
  orderCount: number;
  lastOrderAt: Date | null;
  tierId: string | null;
  /** Blocked or staff: earns nothing. Tags that exclude are Shopify's, and read there. */
  isExcluded: boolean;
}

/** When a member is looked at, in the shop's zone, and whether orders of one day there are one purchase. */
export interface SummaryDay {
  now: Date;
  timeZone: string;
  mergeSameDay: boolean;
}

/**
 * What Shopify holds of a member, for themes, accounts and other apps, in points. `waiting` becomes available with the
 * first sign-in. `nextReward` is the nearest one that cannot be paid yet, null when there is none. `nextOrderMultiplier`
 * scales what the next order earns, by its rank and by the tier. Whoever `isExcluded` earns nothing. What was written before
 * there were `orderCount` and `isExcluded` stays until the member is next looked at, within a day.
 *
 * `mayShareNumber` is there, and true, where orders of one day are one purchase and the last one is of the day on which this
 * was written: an order of the same day has its number and not the next. `nextOrderMultiplier` is the smaller of both then, until the member
 * is next looked at on another day.
 */
export interface MemberSummary {
  programState: "live" | "paused";
  pointsName: { one: string; other: string };
  available: number;
  pending: number;
  waiting: number;
  tier: { id: string; name: string } | null;
  stage: Stage;
  nextReward: { name: string; pointsToGo: number } | null;
  nextOrderMultiplier: number;
  orderCount: number;
  isExcluded: boolean;
  mayShareNumber?: true;
}

/** The summary of a member by the version in force at that time. The same member and version give the same keys in the same order. */
export function memberSummaryOf(member: SummarisedMember, { program, isPaused }: Pick<ProgramVersion, "program" | "isPaused">, day: SummaryDay): MemberSummary {
  const tier = program.tiers.find(({ id }) => id === member.tierId);
  const multiplierOf = (rank: number): number => program.nthOrderMultipliers[rank - 1] ?? 1;
  const mayShareNumber = isDayBegun(member, day);
  const byRank = Math.min(multiplierOf(member.orderCount + 1), mayShareNumber ? multiplierOf(member.orderCount) : Infinity);
  const { available, waiting, nextReward } = heldOf(member, program, day.now);
  return {
    programState: isPaused ? "paused" : "live",
    pointsName: { one: program.pointsName.one, other: program.pointsName.other },
    available,
    pending: member.pendingPoints,
    waiting,
    tier: tier ? { id: tier.id, name: tier.name } : null,
    stage: member.stage,
    nextReward,
    nextOrderMultiplier: roundToThousandths(byRank * (tier?.perks.multiplier ?? 1)),
    orderCount: member.orderCount,
    isExcluded: member.isExcluded,
    ...(mayShareNumber && { mayShareNumber }),
  };
}

const isDayBegun = ({ orderCount, lastOrderAt }: SummarisedMember, { now, timeZone, mergeSameDay }: SummaryDay): boolean =>
  mergeSameDay && orderCount > 0 && lastOrderAt !== null && localDay(lastOrderAt, timeZone) === localDay(now, timeZone);

/** What a member can spend, and will with the first sign-in, and the nearest reward that neither pays for. */
export function heldOf(
  { isClaimed, settledPoints }: Pick<SummarisedMember, "isClaimed" | "settledPoints">,
  { rewards }: { rewards: Reward[] },
  now: Date,
): Pick<MemberSummary, "available" | "waiting" | "nextReward"> {
  const waiting = isClaimed ? 0 : Math.max(0, settledPoints);
  const available = isClaimed ? settledPoints : Math.min(0, settledPoints);
  return { available, waiting, nextReward: nextRewardOf(rewards, available + waiting, now) };
}

function nextRewardOf(rewards: Reward[], heldPoints: number, now: Date): MemberSummary["nextReward"] {
  const outOfReach = rewards.filter((reward) => isOffered(reward, now) && costOf(reward) > heldPoints);
  const nearest = outOfReach.reduce<Reward | undefined>((best, one) => (best && costOf(best) <= costOf(one) ? best : one), undefined);
  return nearest ? { name: nearest.name, pointsToGo: costOf(nearest) - heldPoints } : null;
}

// 1.1 times 1.2 is 1.32 for a reader, not 1.3199999999999998.
const roundToThousandths = (value: number): number => Math.round(value * 1_000) / 1_000;
