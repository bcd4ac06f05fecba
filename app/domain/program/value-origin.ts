import type { Program } from "./program.ts";

// Less than half a minor unit over the whole reward: the value was rounded when it was written down.
const SAME_MINOR = 0.5;

/** The cheapest reward of a fixed amount, if a point is worth what a point buys there; null: the merchant's own number. */
export function valueOriginOf({ valuePerPointMinor, rewards }: Pick<Program, "valuePerPointMinor" | "rewards">): { rewardName: string } | null {
  const cheapest = rewards.filter((reward) => reward.kind === "fixed_amount").reduce<FixedAmount | null>((least, one) => (least && least.costPoints <= one.costPoints ? least : one), null);
  if (!cheapest || Math.abs(valuePerPointMinor * cheapest.costPoints - cheapest.amountMinor) >= SAME_MINOR) return null;
  return { rewardName: cheapest.name };
}

type FixedAmount = Extract<Program["rewards"][number], { kind: "fixed_amount" }>;
