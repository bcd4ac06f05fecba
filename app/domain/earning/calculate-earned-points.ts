import { fractionOf, plus, ratio, times, wholeOf, ZERO, type Fraction } from "../points/fraction.ts";
import { meetsAll, type PlacedOrder } from "./conditions/earn-condition.ts";
import type { EarnRule } from "./earn-rule.ts";

/** What the rules of a program see of an order. `rank` is its number among the customer's counted orders. */
export interface EarningOrder extends PlacedOrder {
  rank: number;
  refundedEligibleMinor: number;
}

/** One rule's part of the sum, before multipliers: so many points on so much money, or a fixed number. */
export interface EarnedPart {
  ruleId: string;
  kind: EarnRule["kind"];
  points: number;
  perMinor?: number;
}

export interface Earned {
  points: number;
  multiplier: number;
  openEligibleMinor: number;
  parts: EarnedPart[];
}

/**
 * Whole points earned by one counted order.
 *
 * `eligibleMinor` is after discounts, with tax where prices include it, without shipping, in the shop's currency; refunds
 * shrink only what is earned on money. Rules add up; the multiplier of the order's rank then scales the sum (1 beyond the
 * end of the list); the fraction is dropped once, at the end. Conditions look at the order as it was placed.
 * Never negative.
 *
 * @see docs/formulas.md#earned-points
 */
export function calculateEarnedPoints(rules: EarnRule[], nthOrderMultipliers: number[], order: EarningOrder): Earned {
  const openEligibleMinor = Math.max(0, order.eligibleMinor - order.refundedEligibleMinor);
  const applied = rules.filter((rule) => applies(rule, order));
  const sum = applied.reduce((total, rule) => plus(total, pointsOf(rule, openEligibleMinor)), ZERO);
  const multiplier = nthOrderMultipliers[order.rank - 1] ?? 1;
  return {
    points: wholeOf(times(sum, fractionOf(multiplier))),
    multiplier,
    openEligibleMinor,
    parts: applied.map((rule) => ({ ruleId: rule.id, kind: rule.kind, points: rule.points, ...(rule.kind === "amount" && { perMinor: rule.perMinor }) })),
  };
}

function applies(rule: EarnRule, order: EarningOrder): boolean {
  if (rule.kind === "nth_order" && !(rule.every ? order.rank % rule.n === 0 : order.rank === rule.n)) return false;
  return meetsAll(rule.conditions, order);
}

function pointsOf(rule: EarnRule, openEligibleMinor: number): Fraction {
  return rule.kind === "amount" ? times(ratio(rule.points, rule.perMinor), ratio(openEligibleMinor, 1)) : ratio(rule.points, 1);
}
