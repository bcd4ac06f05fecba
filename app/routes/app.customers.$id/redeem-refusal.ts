import type { Redeemed } from "#app/usecases/redeem-reward.server.ts";

/** Why a reward could not be redeemed, in the words of the dialog. `points` says a number of points by the merchant's name. Nothing was spent in any of these cases. */
export function redeemRefusal(redeemed: Exclude<Redeemed, { outcome: "redeemed" }>, points: (count: number) => string): string {
  switch (redeemed.outcome) {
    case "insufficient_points":
      return `Only ${points(redeemed.availablePoints)} are available; this reward costs ${redeemed.costPoints.toLocaleString("en")}. Nothing was spent.`;
    case "in_debt":
      return `${points(redeemed.debtPoints)} are owed and are paid first. Nothing was spent.`;
    case "points_not_offered":
      return `Choose ${points(redeemed.minimumPoints)} to ${points(redeemed.maximumPoints)}, in steps of ${redeemed.stepPoints.toLocaleString("en")}. Nothing was spent.`;
    case "reward_unknown":
    case "reward_not_offered":
      return "This reward is no longer offered. Nothing was spent. Close this and begin again.";
    case "no_program":
      return "No program is in force. Nothing was spent.";
    case "paused":
      return "The program is paused. Nothing was spent. Resume it first.";
    case "scopes_missing":
      return "Shopify does not let Thrice give this reward yet. Nothing was spent. Allow it on the Program page, under Rewards.";
    case "key_used_differently":
      return "This form was sent before with another reward. Nothing more was spent. Close it and begin again.";
    case "customer_unknown":
    case "not_claimed":
      return "This customer can’t redeem now. Nothing was spent. Load the page again.";
  }
}
