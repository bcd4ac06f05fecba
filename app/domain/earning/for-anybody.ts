import type { Program } from "../program/program.ts";
import type { EarnCondition } from "./conditions/earn-condition.ts";

const OF_MEMBER: EarnCondition["kind"][] = ["stage", "tier", "customer_tag", "limit"];

/**
 * What a program gives at least, whoever places an order: who is not signed in may have ordered before. Rules that ask who it is,
 * how often, or for which of their orders are left out.
 */
export const rulesForAnybody = ({ earnRules }: Pick<Program, "earnRules">): Program["earnRules"] =>
  earnRules.filter((rule) => rule.kind !== "nth_order" && !rule.conditions.some(({ kind }) => OF_MEMBER.includes(kind)));

/** The smallest multiplier that an order may have by its number; those beyond the end of the list have 1. */
export const multiplierForAnybody = ({ nthOrderMultipliers }: Pick<Program, "nthOrderMultipliers">): number => Math.min(1, ...nthOrderMultipliers);
