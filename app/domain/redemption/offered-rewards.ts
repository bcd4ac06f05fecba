import { programAt, type ProgramVersion } from "../program/program.ts";
import type { Reward } from "./reward.ts";

/** Rewards that can be bought at an instant, cheapest first. A slider costs its fewest points. */
export function offeredRewards(versions: ProgramVersion[], now: Date): Reward[] {
  const rewards = programAt(versions, now)?.program.rewards ?? [];
  return rewards.filter((reward) => isOffered(reward, now)).toSorted((a, b) => costOf(a) - costOf(b));
}

/** Whether a reward can be had at `now`, by its dates. */
export const isOffered = ({ startsAt, endsAt }: Reward, now: Date): boolean => (!startsAt || new Date(startsAt) <= now) && (!endsAt || now < new Date(endsAt));

/** The fewest points that a reward can be had for. */
export const costOf = (reward: Reward): number => (reward.kind === "slider" ? reward.minimumPoints : reward.costPoints);
