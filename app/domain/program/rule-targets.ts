import type { Program } from "./program.ts";

/** Products and collections of Shopify, by id. */
export interface RuleTargets {
  productIds: string[];
  collectionIds: string[];
}

/** A product or collection and where it is named: a path as in the messages of a refused draft. */
export interface TargetPlace {
  path: string;
  kind: keyof RuleTargets;
  id: string;
}

/** What a program's rules and rewards name in Shopify. */
export function ruleTargetsOf({ earnRules, rewards }: Pick<Program, "earnRules" | "rewards">): RuleTargets & { places: TargetPlace[] } {
  const ofRules = earnRules.flatMap(({ conditions }, at) =>
    conditions.flatMap((condition, place): TargetPlace[] => {
      const path = `earnRules.${at}.conditions.${place}`;
      if (condition.kind === "product") return condition.productIds.map((id) => ({ path: `${path}.productIds`, kind: "productIds", id }));
      if (condition.kind === "collection") return condition.collectionIds.map((id) => ({ path: `${path}.collectionIds`, kind: "collectionIds", id }));
      return [];
    }),
  );
  const ofRewards = rewards.flatMap((reward, at): TargetPlace[] =>
    reward.kind === "free_product" ? [{ path: `rewards.${at}.productId`, kind: "productIds", id: reward.productId }] : [],
  );
  const places = [...ofRules, ...ofRewards];
  const idsOf = (kind: keyof RuleTargets) => [...new Set(places.filter((place) => place.kind === kind).map(({ id }) => id))];
  return { productIds: idsOf("productIds"), collectionIds: idsOf("collectionIds"), places };
}
