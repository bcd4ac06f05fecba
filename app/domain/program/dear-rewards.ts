import type { Program } from "./program.ts";
import type { Reward } from "../redemption/reward.ts";

// Less than half a minor unit over the whole reward: the value of a point was rounded when it was written down.
const SAME_MINOR = 0.5;

/** A reward for which a point buys more than the books count for it; both for one point, in minor units. */
export interface DearReward {
  rewardId: string;
  name: string;
  buysMinor: number;
  bookedMinor: number;
}

/**
 * The rewards of a program that give more for a point than it is valued at, in the merchant's order: who redeems takes those,
 * and the liability is less than what they cost. Only those of a fixed amount of money can be compared.
 */
export function dearRewards({ rewards, valuePerPointMinor }: Pick<Program, "rewards" | "valuePerPointMinor">): DearReward[] {
  return rewards.flatMap((reward) => {
    const worth = worthOf(reward);
    if (!worth || worth.amountMinor - worth.points * valuePerPointMinor < SAME_MINOR) return [];
    return [{ rewardId: reward.id, name: reward.name, buysMinor: worth.amountMinor / worth.points, bookedMinor: valuePerPointMinor }];
  });
}

function worthOf(reward: Reward): { points: number; amountMinor: number } | null {
  switch (reward.kind) {
    case "fixed_amount":
    case "store_credit":
    case "gift_card":
      return { points: reward.costPoints, amountMinor: reward.amountMinor };
    case "slider":
      return { points: reward.maximumPoints, amountMinor: Math.floor(reward.maximumPoints / reward.pointsPerMinor) };
    case "percentage":
    case "free_shipping":
    case "free_product":
      return null;
  }
}
