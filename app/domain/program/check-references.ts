import type { z } from "zod";
import type { EarnRule } from "../earning/earn-rule.ts";
import type { Tier } from "../tiers/tier.ts";
import type { NthOrderAction } from "./nth-order-action.ts";

interface Parts {
  earnRules: EarnRule[];
  nthOrderActions: NthOrderAction[];
  tiers: Tier[];
  rewards: { id: string; kind: string }[];
}

/** Refuses names that are there twice, tiers that start at the same place, and parts that name a tier or reward that is not there. */
export function checkReferences({ earnRules, nthOrderActions, tiers, rewards }: Parts, context: z.RefinementCtx): void {
  const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
  const refuseUngivable = (rewardId: string | null, say: (message: string) => void) => {
    const reward = rewards.find(({ id }) => id === rewardId);
    if (rewardId !== null && !reward) say("The program has no such reward. Choose another one.");
    if (reward?.kind === "slider") say("Customers choose how many points go into this reward, so it can’t be given for none. Choose another one.");
  };
  refuseTwins(earnRules, (at, id) => refuse(["earnRules", at, "id"], `Two rules have the short name “${id}”. Change one of them.`));
  refuseTwins(nthOrderActions, (at, id) => refuse(["nthOrderActions", at, "id"], `Two gifts have the short name “${id}”. Change one of them.`));
  refuseTwins(tiers, (at, id) => refuse(["tiers", at, "id"], `Two tiers have the short name “${id}”. Change one of them.`));
  refuseTwins(rewards, (at, id) => refuse(["rewards", at, "id"], `Two rewards have the short name “${id}”. Change one of them.`));
  tiers.forEach(({ threshold, perks }, at) => {
    const beside = tiers.slice(0, at).find((other) => other.threshold === threshold);
    if (beside) refuse(["tiers", at, "threshold"], `“${beside.name}” starts there already. Enter another number.`);
    refuseUngivable(perks.welcomeRewardId, (message) => refuse(["tiers", at, "perks", "welcomeRewardId"], message));
  });
  nthOrderActions.forEach(({ rewardId }, at) => refuseUngivable(rewardId, (message) => refuse(["nthOrderActions", at, "rewardId"], message)));
  earnRules.forEach(({ conditions }, at) =>
    conditions.forEach((condition, place) => {
      if (condition.kind !== "tier") return;
      const unknown = condition.tierIds.find((id) => !tiers.some((tier) => tier.id === id));
      if (unknown) refuse(["earnRules", at, "conditions", place, "tierIds"], `The program has no tier “${unknown}”. Choose another one.`);
    }),
  );
}

function refuseTwins(parts: { id: string }[], refuse: (at: number, id: string) => void): void {
  const seen = new Set<string>();
  parts.forEach(({ id }, at) => {
    if (seen.has(id)) refuse(at, id);
    seen.add(id);
  });
}
