import { z } from "zod";
import { earnRule } from "../earning/earn-rule.ts";
import { expiry } from "../points/expiry.ts";
import { reward } from "../redemption/reward.ts";
import { tier, tierQualification } from "../tiers/tier.ts";
import { checkReferences } from "./check-references.ts";
import { nthOrderAction } from "./nth-order-action.ts";

const whole = (name: string) => z.number({ error: `${name} must be a whole number.` }).int(`${name} must be a whole number.`);

const pointsWord = z.string({ error: "Say what points are called." }).trim().min(1, "Say what points are called.").max(40, "The name has at most 40 letters.");

const multiplier = z
  .number({ error: "A multiplier must be a number." })
  .min(0, "A multiplier must be zero or more.")
  .max(1_000, "A multiplier must be 1,000 or less.");

/**
 * One shop's loyalty rules, as they are drafted and published. What can't work is refused here, never turned into zero
 * points later. Money in minor units of the shop's currency at publication.
 */
export const program = z
  .object({
    pointsName: z.object({ one: pointsWord, other: pointsWord }).default({ one: "point", other: "points" }),
    pendingDays: whole("The number of pending days").min(0, "The number of pending days must be 0 or more.").max(365, "The number of pending days must be 365 or less.").default(14),
    pendingFrom: z.enum(["order", "fulfillment"], { error: "Say whether the return window starts with the order or with its fulfilment: order or fulfillment." }).default("order").meta({ description: "From when the pending days count: from the order, or from its last fulfillment. An order that is never fulfilled is released 60 full days after its payment. Without pending days it makes no difference." }),
    refundPolicy: z.enum(["clamp_to_zero", "allow_negative"]).default("clamp_to_zero"),
    amountBasis: z.enum(["with_tax", "without_tax"]).default("with_tax"),
    earnRules: z.array(earnRule).max(50, "A program has at most 50 rules.").default([]),
    nthOrderMultipliers: z.array(multiplier).max(50, "A program has at most 50 multipliers.").default([]),
    nthOrderActions: z.array(nthOrderAction).max(20, "A program has at most 20 gifts.").default([]),
    rewards: z.array(reward).max(50, "A program has at most 50 rewards.").default([]),
    tiers: z.array(tier).max(10, "A program has at most 10 tiers.").default([]),
    tierQualification: tierQualification.prefault({}),
    excludedCustomerTags: z.array(z.string().trim().toLowerCase().min(1).max(255, "A tag has at most 255 letters.")).max(50, "Enter at most 50 tags.").default([]),
    expiry: expiry.default({ kind: "none" }),
    valuePerPointMinor: z.number({ error: "The value of a point must be an amount." }).min(0, "The value of a point must be zero or more.").max(1_000_000, "The value of a point is too large.").default(1),
  })
  .superRefine(checkReferences);

export type Program = z.output<typeof program>;

/** A published version. In force for orders placed at or after `startsAt`, until a later version starts. */
export interface ProgramVersion {
  version: number;
  startsAt: Date;
  /** Later than `startsAt` where the version began in the past. Default: `startsAt`. */
  publishedAt?: Date;
  /** Orders placed while a paused version is in force earn nothing. */
  isPaused: boolean;
  currency: string;
  program: Program;
  /** Set when these are not rules that were published, but the award of points to orders placed before the first ones were. */
  award?: PastOrderAward;
}

/** Orders placed from the version's `startsAt` to `until` earn as if its rules had been in force, as of `awardedAt`. */
export interface PastOrderAward {
  until: Date;
  awardedAt: Date;
  undoneAt: Date | null;
}

/**
 * The version that counts for an instant: of those that have started, the one that was published last. Before the first,
 * the last award that reaches so far back. Undefined where there is neither.
 */
export function programAt(versions: ProgramVersion[], at: Date): ProgramVersion | undefined {
  let published: ProgramVersion | undefined;
  let award: ProgramVersion | undefined;
  for (const one of versions) {
    if (one.startsAt > at) continue;
    if (!one.award) published = laterOf(published, one);
    else if (at < one.award.until) award = laterOf(award, one);
  }
  return published ?? award;
}

const laterOf = (last: ProgramVersion | undefined, one: ProgramVersion): ProgramVersion => (last && last.version > one.version ? last : one);

/** The version by which an order placed at an instant earns, where that is an award. */
export function awardAt(versions: ProgramVersion[], at: Date): ProgramVersion | undefined {
  const version = programAt(versions, at);
  return version?.award && version;
}

/** The rules of an award as if they had been in force from its beginning on. */
export const asPublished = ({ award: _award, ...version }: ProgramVersion): ProgramVersion => version;
