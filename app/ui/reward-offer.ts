import { quoteRedemption, type Quote } from "#app/domain/redemption/quote-redemption.ts";
import { grantOf } from "#app/domain/redemption/reward-grant.ts";
import type { Reward } from "#app/domain/redemption/reward.ts";
import type { Formats } from "./formats.ts";
import { namedGrant } from "./reward-words.ts";

/** A reward as one customer can have it now, or what is missing. `label`: "Five off: £5.00 off for 500 points". */
export type Offer = { label: string } & ({ outcome: "in_reach"; quote: Quote } | { outcome: "out_of_reach"; missing: string });

type Circumstances = {
  /** What was chosen, where the customer chooses; the fewest when left out. */
  points?: number | undefined;
  spendablePoints: number;
  now: Date;
  formats: Formats;
};

/** What a reward would cost and give, or why it can't be had: the same rule that decides when it is bought. */
export function offerOf({ reward, missingScopes }: { reward: Reward; missingScopes: string[] }, { points, spendablePoints, now, formats }: Circumstances): Offer {
  const label = labelOf(reward, formats);
  if (missingScopes.length > 0) return { label, outcome: "out_of_reach", missing: "Shopify does not let Thrice give this yet. Allow it on the Program page, under Rewards." };
  const quoted = quoteRedemption(reward, { points, availablePoints: Math.max(0, spendablePoints), now, timeZone: formats.timeZone });
  switch (quoted.outcome) {
    case "quoted":
      return { label, outcome: "in_reach", quote: quoted.quote };
    case "insufficient_points":
      return { label, outcome: "out_of_reach", missing: `${formats.points(quoted.costPoints - quoted.availablePoints)} to go` };
    case "reward_not_offered":
      return { label, outcome: "out_of_reach", missing: "Not offered at this time" };
    case "points_not_offered":
      return { label, outcome: "out_of_reach", missing: `Enter ${formats.points(quoted.minimumPoints)} to ${formats.points(quoted.maximumPoints)}, in steps of ${formats.whole(quoted.stepPoints)}.` };
  }
}

function labelOf(reward: Reward, formats: Formats): string {
  if (reward.kind === "slider") return `${reward.name}: an amount off, from ${formats.points(reward.minimumPoints)}`;
  return `${namedGrant(reward.name, grantOf(reward, reward.costPoints), formats)} for ${formats.points(reward.costPoints)}`;
}
