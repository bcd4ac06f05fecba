import { decimalsOf } from "../money.ts";
import { plus, ratio, times, ZERO, type Fraction } from "../points/fraction.ts";
import type { ProgramVersion } from "../program/program.ts";
import { costOf, isOffered } from "./member-summary.ts";

/**
 * What Shopify holds of the program, for the shop's own pages. Money is in hundredths of a unit of `currency`, as themes
 * count it, whatever decimals the currency has.
 *
 * `earnRate` is what every order earns on money; null where no rule is for all orders, or where points are counted without
 * tax, which a theme cannot take off. `orderPoints` come on top, once an order. `multipliers` scale the first three orders.
 */
export interface ProgramSummary {
  programState: "live" | "paused";
  currency: string;
  pointsName: { one: string; other: string };
  earnRate: { points: number; perHundredths: number } | null;
  orderPoints: number;
  multipliers: number[];
  rewards: { name: string; costPoints: number; minimumHundredths: number }[];
}

const ROAD = [0, 1, 2];

/** The summary of a version at `now`. Rules with conditions are left out, so nothing is promised that an order may not meet. */
export function programSummaryOf({ program, isPaused, currency }: Pick<ProgramVersion, "program" | "isPaused" | "currency">, now: Date): ProgramSummary {
  const minorPerUnit = 10 ** decimalsOf(currency);
  const forAll = program.earnRules.filter(({ conditions }) => conditions.length === 0);
  const perMinor = forAll.reduce((sum, rule) => (rule.kind === "amount" ? plus(sum, ratio(rule.points, rule.perMinor)) : sum), ZERO);
  return {
    programState: isPaused ? "paused" : "live",
    currency,
    pointsName: { one: program.pointsName.one, other: program.pointsName.other },
    earnRate: program.amountBasis === "with_tax" ? earnRateOf(times(perMinor, ratio(minorPerUnit, 100))) : null,
    orderPoints: forAll.reduce((sum, rule) => (rule.kind === "order" ? sum + rule.points : sum), 0),
    multipliers: ROAD.map((place) => program.nthOrderMultipliers[place] ?? 1),
    rewards: program.rewards
      .filter((reward) => isOffered(reward, now))
      .map((reward) => ({ name: reward.name, costPoints: costOf(reward), minimumHundredths: Math.ceil((reward.minimumOrderMinor * 100) / minorPerUnit) })),
  };
}

// Numbers that JSON does not carry exactly are as good as none.
function earnRateOf({ numerator, denominator }: Fraction): ProgramSummary["earnRate"] {
  if (numerator <= 0n) return null;
  const shared = commonDivisor(numerator, denominator);
  const [points, perHundredths] = [Number(numerator / shared), Number(denominator / shared)];
  return Number.isSafeInteger(points) && Number.isSafeInteger(perHundredths) ? { points, perHundredths } : null;
}

const commonDivisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : commonDivisor(b, a % b));
