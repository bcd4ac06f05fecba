import { costOf } from "../redemption/offered-rewards.ts";
import type { CombinesWith, Reward, RewardKind } from "../redemption/reward.ts";
import { grantOf } from "../redemption/reward-grant.ts";

/** So many prices of a reward whose points the shopper chooses are listed. */
const CHOICES_MAX = 10;

/**
 * A reward as the shop's pages offer it. `costPoints` of a slider is its fewest points, and `choices` are prices on it with
 * what each takes off, in hundredths, cheapest first, ten at most, the last the dearest; other rewards have none. `combines`
 * names what its code may share an order with; both terms mean nothing where there is no code.
 */
export interface SummarisedReward {
  id: string;
  kind: RewardKind;
  name: string;
  costPoints: number;
  minimumHundredths: number;
  validityDays: number;
  combines: CombinesWith;
  choices?: { points: number; hundredths: number }[];
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
  ...(reward.kind === "slider" && { choices: choicesOf(reward).map((points) => ({ points, hundredths: takenOff(reward, points, hundredths) })) }),
});

function choicesOf({ minimumPoints, maximumPoints, stepPoints }: Extract<Reward, { kind: "slider" }>): number[] {
  const steps = Math.floor((maximumPoints - minimumPoints) / stepPoints);
  const shown = Math.min(steps + 1, CHOICES_MAX);
  return Array.from({ length: shown }, (_, at) => minimumPoints + stepPoints * (shown === 1 ? 0 : Math.round((at * steps) / (shown - 1))));
}

function takenOff(reward: Reward, points: number, hundredths: (minor: number) => number): number {
  const grant = grantOf(reward, points);
  return grant.kind === "amount_off" ? hundredths(grant.amountMinor) : 0;
}
