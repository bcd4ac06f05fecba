import type { EarnRule } from "../earning/earn-rule.ts";
import { hundredthsOf } from "./hundredths.ts";

/**
 * One way to earn, as the shop's pages list it. Money in hundredths of a unit. `fromHundredths` is the smallest order, 0 for
 * any; `n` of "nth_order" repeats with each multiple where `every` says so.
 */
export type EarnWay =
  | { kind: "amount"; points: number; perHundredths: number; fromHundredths: number }
  | { kind: "order"; points: number; fromHundredths: number }
  | { kind: "nth_order"; points: number; n: number; every: boolean; fromHundredths: number }
  | { kind: "account_created"; points: number };

/**
 * The rules that a shopper can read and check: those without conditions, or with none but a smallest order. Events of the
 * merchant's own have names for machines and are left out. In the order of the program. `minimumOrderMinor`: smaller orders do
 * not count, whatever a rule says.
 */
export function earnWaysOf(rules: EarnRule[], { minorPerUnit, minimumOrderMinor }: { minorPerUnit: number; minimumOrderMinor: number }): EarnWay[] {
  const hundredths = (minor: number): number => hundredthsOf(minor, minorPerUnit);
  // A fraction of a hundredth, as a currency of three decimals has, is made whole by ten times the points.
  const exactRate = ({ points, perMinor }: { points: number; perMinor: number }) => {
    const scale = (perMinor * 100) % minorPerUnit === 0 ? 1 : 10;
    return { points: points * scale, perHundredths: (perMinor * scale * 100) / minorPerUnit };
  };
  return rules.flatMap((rule): EarnWay[] => {
    if (rule.kind === "event" || rule.conditions.some(({ kind }) => kind !== "minimum_spend")) return [];
    const { points } = rule;
    if (rule.kind === "account_created") return [{ kind: rule.kind, points }];
    const fromHundredths = Math.max(hundredths(minimumOrderMinor), ...rule.conditions.map((condition) => (condition.kind === "minimum_spend" ? hundredths(condition.amountMinor) : 0)));
    switch (rule.kind) {
      case "amount":
        return [{ kind: rule.kind, ...exactRate(rule), fromHundredths }];
      case "order":
        return [{ kind: rule.kind, points, fromHundredths }];
      case "nth_order":
        return [{ kind: rule.kind, points, n: rule.n, every: rule.every, fromHundredths }];
    }
  });
}
