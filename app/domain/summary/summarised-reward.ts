import type { CombinesWith, Reward, RewardKind } from "../redemption/reward.ts";
import { costOf } from "./member-summary.ts";

/**
 * A reward as the shop's pages offer it. `costPoints` of a slider is its fewest points. `combines` names what its code may
 * share an order with; both mean nothing where there is no code.
 */
export interface SummarisedReward {
  id: string;
  kind: RewardKind;
  name: string;
  costPoints: number;
  minimumHundredths: number;
  validityDays: number;
  combines: CombinesWith;
}

/** `hundredths` turns minor units into what themes count in. */
export const summarisedReward = (reward: Reward, hundredths: (minor: number) => number): SummarisedReward => ({
  id: reward.id,
  kind: reward.kind,
  name: reward.name,
  costPoints: costOf(reward),
  minimumHundredths: hundredths(reward.minimumOrderMinor),
  validityDays: reward.validityDays,
  combines: reward.combinesWith,
});
