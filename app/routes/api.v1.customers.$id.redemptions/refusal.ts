import { NOTHING_HERE, problem, type Problem } from "#app/contract/problem.ts";
import type { Redeemed } from "#app/usecases/redeem-reward.server.ts";

/** Why a reward could not be bought, for the person who wrote the request. Nothing was spent in any of these cases. */
export function refusalOf(redeemed: Exclude<Redeemed, { outcome: "redeemed" }>): Problem {
  switch (redeemed.outcome) {
    case "insufficient_points":
      return problem("insufficient_points", `Only ${redeemed.availablePoints} points are available; this reward costs ${redeemed.costPoints}. Nothing was spent.`);
    case "in_debt":
      return problem("insufficient_points", `${redeemed.debtPoints} points were taken back that were not there, and are paid first. Nothing was spent.`);
    case "points_not_offered":
      if (redeemed.minimumPoints === redeemed.maximumPoints) return problem("invalid_parameter", `points must be ${redeemed.minimumPoints}, the price of this reward, or be left out.`, { field: "points" });
      return problem("invalid_parameter", `points must be ${redeemed.minimumPoints} to ${redeemed.maximumPoints}, in steps of ${redeemed.stepPoints}.`, { field: "points" });
    case "reward_unknown":
      return problem("invalid_parameter", "The program in force has no reward with this id. GET /rewards lists those that it has.", { field: "rewardId" });
    case "reward_not_offered":
      return problem("not_possible", "This reward is not offered at this time. Nothing was spent.");
    case "not_claimed":
      return problem("not_possible", "The customer has not signed in yet, so the points wait. Nothing was spent.");
    case "no_program":
      return problem("not_possible", "No program is in force, so there is nothing to buy. Nothing was spent.");
    case "paused":
      return problem("not_possible", "The program is paused. Nothing was spent.");
    case "customer_unknown":
      return problem("not_found", NOTHING_HERE);
    case "scopes_missing":
      return problem("not_possible", `Shopify does not let the app give this reward yet. Open the program in the app and allow: ${redeemed.scopes.join(", ")}. Nothing was spent.`);
    case "key_used_differently":
      return problem("idempotency_key_reused", "This Idempotency-Key belongs to a different redemption. Nothing was spent. Use a key of its own for each.", { field: "Idempotency-Key" });
  }
}
