import { fractionOf, plus, ratio, times, wholeOf, ZERO, type Fraction } from "../points/fraction.ts";
import { meetsAll } from "./conditions/earn-condition.ts";
import type { PlacedOrder } from "./conditions/placed-order.ts";
import { isOrderRule, type EarnRule, type OrderRule } from "./earn-rule.ts";
import { isNth } from "./rules/nth-order-rule.ts";

/** What the rules of a program see of an order. `rank` is its number among the customer's counted orders. */
export interface EarningOrder extends PlacedOrder {
  rank: number;
  /** What of the eligible amount was refunded, or is not paid yet. */
  lostEligibleMinor: number;
}

/** One rule's part of the sum, before multipliers: so many points on so much money, or a fixed number. */
export interface EarnedPart {
  ruleId: string;
  kind: EarnRule["kind"];
  points: number;
  perMinor?: number;
}

/** What scales the sum: by the order's rank (1 beyond the end of the list), and by the tier that the member was in. */
export interface Multipliers {
  byRank: number[];
  tier: number;
}

export interface Earned {
  points: number;
  multiplier: number;
  openEligibleMinor: number;
  parts: EarnedPart[];
}

/** The rules that an order meets, judged on the order as it was placed. */
export const rulesMet = (rules: EarnRule[], order: PlacedOrder & { rank: number }): OrderRule[] =>
  rules.filter(isOrderRule).filter((rule) => (rule.kind !== "nth_order" || isNth(rule, order.rank)) && meetsAll(rule.conditions, order, rule.id));

/**
 * Whole points earned by one counted order.
 *
 * `eligibleMinor` is after discounts, with tax where prices include it, without shipping, in the shop's currency; refunds, and
 * what an edit added until it is paid, shrink only what is earned on money. Rules add up; the multipliers of the order's rank and of the tier then scale the
 * sum; the fraction is dropped once, at the end. Conditions look at the order as it was placed.
 * Never negative.
 *
 * @see docs/formulas.md#earned-points
 */
export function calculateEarnedPoints(rules: EarnRule[], multipliers: Multipliers, order: EarningOrder): Earned {
  const openEligibleMinor = Math.max(0, order.eligibleMinor - order.lostEligibleMinor);
  const met = rulesMet(rules, order);
  const sum = met.reduce((total, rule) => plus(total, pointsOf(rule, openEligibleMinor)), ZERO);
  const multiplier = multipliers.byRank[order.rank - 1] ?? 1;
  return {
    points: wholeOf(times(times(sum, fractionOf(multiplier)), fractionOf(multipliers.tier))),
    multiplier,
    openEligibleMinor,
    parts: met.map((rule) => ({ ruleId: rule.id, kind: rule.kind, points: rule.points, ...(rule.kind === "amount" && { perMinor: rule.perMinor }) })),
  };
}

const pointsOf = (rule: OrderRule, openEligibleMinor: number): Fraction =>
  rule.kind === "amount" ? times(ratio(rule.points, rule.perMinor), ratio(openEligibleMinor, 1)) : ratio(rule.points, 1);
