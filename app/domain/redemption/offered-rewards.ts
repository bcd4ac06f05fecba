import { programAt, type ProgramVersion } from "../program/program.ts";
import type { Reward } from "./reward.ts";

/** Rewards that can be bought at an instant, cheapest first. A slider costs its fewest points. */
export function offeredRewards(versions: ProgramVersion[], now: Date): Reward[] {
  const rewards = programAt(versions, now)?.program.rewards ?? [];
  const isOpen = ({ startsAt, endsAt }: Reward) => (!startsAt || new Date(startsAt) <= now) && (!endsAt || new Date(endsAt) > now);
  return rewards.filter(isOpen).toSorted((a, b) => costOf(a) - costOf(b));
}

export const costOf = (reward: Reward): number => (reward.kind === "slider" ? reward.minimumPoints : reward.costPoints);
