import { isOrderRule } from "../earning/earn-rule.ts";
import type { Program } from "./program.ts";

/** What part of the amount spent comes back in points, as fractions of it (0.01: a hundredth). */
export interface SpendBack {
  /** Of orders beyond the end of the list of multipliers, and of all where there is none. */
  usual: number;
  /** The most and the least that an order's number gives, where it is more or less than usual; `ranks` rise. */
  most: { share: number; ranks: number[] } | null;
  least: { share: number; ranks: number[] } | null;
  /** Whether some orders earn more than that: by rules with conditions, by fixed numbers of points, or in a tier. */
  isMorePossible: boolean;
}

/**
 * What a program gives back of each amount spent, by its rules of amount without conditions, its multipliers by order
 * number, and the value of a point. Null where no such rule gives anything, or a point is worth nothing: then there is
 * no part that holds for every order.
 */
export function spendBackOf({ earnRules, nthOrderMultipliers, tiers, valuePerPointMinor }: Pick<Program, "earnRules" | "nthOrderMultipliers" | "tiers" | "valuePerPointMinor">): SpendBack | null {
  const always = earnRules.flatMap((rule) => (rule.kind === "amount" && rule.conditions.length === 0 ? [rule] : []));
  const usual = always.reduce((sum, { points, perMinor }) => sum + (points * valuePerPointMinor) / perMinor, 0);
  if (usual === 0) return null;
  const extreme = (multiplier: number) => ({ share: usual * multiplier, ranks: nthOrderMultipliers.flatMap((one, at) => (one === multiplier ? [at + 1] : [])) });
  const [most, least] = [Math.max(1, ...nthOrderMultipliers), Math.min(1, ...nthOrderMultipliers)];
  return {
    usual,
    most: most > 1 ? extreme(most) : null,
    least: least < 1 ? extreme(least) : null,
    isMorePossible: earnRules.filter(isOrderRule).length > always.length || tiers.some(({ perks }) => perks.multiplier > 1),
  };
}
