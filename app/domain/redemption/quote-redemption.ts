import { addDays, localDay, startOfDay } from "../time.ts";
import { costOf, isOffered } from "./offered-rewards.ts";
import type { CombinesWith, Reward } from "./reward.ts";
import { grantOf, type RewardGrant } from "./reward-grant.ts";

/** What a customer is told before the click. `endsAt`: the first instant at which the code no longer works. */
export interface Quote {
  points: number;
  leftPoints: number;
  grant: RewardGrant;
  minimumOrderMinor: number;
  endsAt: Date;
  combinesWith: CombinesWith;
}

export type QuoteOutcome =
  | { outcome: "quoted"; quote: Quote }
  | { outcome: "insufficient_points"; costPoints: number; availablePoints: number }
  | { outcome: "reward_not_offered" }
  | { outcome: "points_not_offered"; minimumPoints: number; maximumPoints: number; stepPoints: number };

/**
 * What a reward would cost and give at an instant, or why not. `points` is what a customer chose on a slider; other
 * rewards have one price. A code works through the last of its full days in the shop's zone.
 */
export function quoteRedemption(
  reward: Reward,
  { points, availablePoints, now, timeZone }: { points?: number | undefined; availablePoints: number; now: Date; timeZone: string },
): QuoteOutcome {
  if (!isOffered(reward, now)) return { outcome: "reward_not_offered" };
  const cost = reward.kind === "slider" ? (points ?? costOf(reward)) : costOf(reward);
  if (reward.kind === "slider" && !isOnSlider(reward, cost)) {
    const { minimumPoints, maximumPoints, stepPoints } = reward;
    return { outcome: "points_not_offered", minimumPoints, maximumPoints, stepPoints };
  }
  if (cost > availablePoints) return { outcome: "insufficient_points", costPoints: cost, availablePoints };
  const endsAt = codeEndsAt(reward, { now, timeZone });
  const { minimumOrderMinor, combinesWith } = reward;
  return { outcome: "quoted", quote: { points: cost, leftPoints: availablePoints - cost, grant: grantOf(reward, cost), minimumOrderMinor, endsAt, combinesWith } };
}

/** The first instant at which a code of now no longer works: the end of the last of its full days in the shop's zone. */
export const codeEndsAt = ({ validityDays }: { validityDays: number }, { now, timeZone }: { now: Date; timeZone: string }): Date =>
  startOfDay(addDays(localDay(now, timeZone), validityDays + 1), timeZone);

const isOnSlider = ({ minimumPoints, maximumPoints, stepPoints }: Extract<Reward, { kind: "slider" }>, points: number): boolean =>
  Number.isInteger(points) && points >= minimumPoints && points <= maximumPoints && (points - minimumPoints) % stepPoints === 0;
