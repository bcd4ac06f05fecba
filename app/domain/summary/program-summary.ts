import { multiplierForAnybody } from "../earning/for-anybody.ts";
import { decimalsOf } from "../money.ts";
import { plus, ratio, times, ZERO, type Fraction } from "../points/fraction.ts";
import type { ProgramVersion } from "../program/program.ts";
import { isOnlineCounted, type CountingPolicy } from "../scoring/counting-policy.ts";
import { isOffered } from "../redemption/offered-rewards.ts";
import type { TierQualification } from "../tiers/tier.ts";
import { earnWaysOf, type EarnWay } from "./earn-ways.ts";
import { hundredthsOf } from "./hundredths.ts";
import { summarisedReward, type SummarisedReward } from "./summarised-reward.ts";

/** A tier as shoppers read it. `threshold` in orders, in points, or in hundredths of money, by the program's `tierBasis`. */
export interface SummarisedTier {
  id: string;
  name: string;
  threshold: number;
  multiplier: number;
  freeShipping: boolean;
  welcome: string | null;
}

/**
 * What Shopify holds of the program, for the shop's own pages. Money is in hundredths of a unit of `currency`, as themes
 * count it, whatever decimals the currency has.
 *
 * `earnRate` is what every order earns on money; null where no rule is for all orders, where points are counted without
 * tax, which a theme cannot take off, or where orders of the online store do not count, which `earnsOnline` says. Orders below
 * `minimumOrderHundredths` count nowhere. `orderPoints` come on top, once an order. `multipliers` scale the orders up to the one
 * that makes a customer loyal, which is number `loyalAt`; `leastMultiplier` is the smallest that any order has, for readers of whom nothing is known. `ways` are the rules as a list for readers. Customers with one of
 * `excludedTags`, in small letters, earn nothing.
 *
 * Blocks of a theme may be older or newer than what was written last, so a key keeps its meaning, and `format` rises with
 * every key: 1 had no `format` and none of `loyalAt`, `ways`, the tiers, `excludedTags`, and of rewards the id; 2 neither
 * `minimumOrderHundredths` nor `earnsOnline` nor `leastMultiplier`.
 */
export interface ProgramSummary {
  format: 3;
  programState: "live" | "paused";
  currency: string;
  pointsName: { one: string; other: string };
  earnRate: { points: number; perHundredths: number } | null;
  orderPoints: number;
  minimumOrderHundredths: number;
  earnsOnline: boolean;
  multipliers: number[];
  leastMultiplier: number;
  loyalAt: number;
  ways: EarnWay[];
  tierBasis: TierQualification["basis"];
  tierWindow: TierQualification["window"];
  tiers: SummarisedTier[];
  rewards: SummarisedReward[];
  excludedTags: string[];
}

/** What is promised to nobody else than whom it may concern: rules with conditions that a reader cannot check are left out. */
export function programSummaryOf(
  { program, isPaused, currency }: Pick<ProgramVersion, "program" | "isPaused" | "currency">,
  { policy, now }: { policy: Pick<CountingPolicy, "loyalAt" | "minimumOrderMinor" | "excludedSources">; now: Date },
): ProgramSummary {
  const { loyalAt } = policy;
  const earnsOnline = isOnlineCounted(policy);
  const minorPerUnit = 10 ** decimalsOf(currency);
  const hundredths = (minor: number): number => hundredthsOf(minor, minorPerUnit);
  const forAll = program.earnRules.filter(({ conditions }) => conditions.length === 0);
  const perMinor = forAll.reduce((sum, rule) => (rule.kind === "amount" ? plus(sum, ratio(rule.points, rule.perMinor)) : sum), ZERO);
  const { basis, window } = program.tierQualification;
  return {
    format: 3,
    programState: isPaused ? "paused" : "live",
    currency,
    pointsName: { one: program.pointsName.one, other: program.pointsName.other },
    earnRate: program.amountBasis === "with_tax" && earnsOnline ? earnRateOf(times(perMinor, ratio(minorPerUnit, 100))) : null,
    orderPoints: forAll.reduce((sum, rule) => (rule.kind === "order" ? sum + rule.points : sum), 0),
    minimumOrderHundredths: hundredths(policy.minimumOrderMinor),
    earnsOnline,
    multipliers: Array.from({ length: loyalAt }, (_, place) => program.nthOrderMultipliers[place] ?? 1),
    leastMultiplier: multiplierForAnybody(program),
    loyalAt,
    ways: earnWaysOf(program.earnRules, { minorPerUnit, minimumOrderMinor: policy.minimumOrderMinor }),
    tierBasis: basis,
    tierWindow: window,
    tiers: program.tiers.map(({ id, name, threshold, perks }) => ({
      id, name, threshold: basis === "spend" ? hundredths(threshold) : threshold, multiplier: perks.multiplier, freeShipping: perks.freeShipping,
      welcome: program.rewards.find((reward) => reward.id === perks.welcomeRewardId)?.name ?? null,
    })),
    rewards: program.rewards.filter((reward) => isOffered(reward, now)).map((reward) => summarisedReward(reward, hundredths)),
    excludedTags: program.excludedCustomerTags,
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
