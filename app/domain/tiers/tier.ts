import { z } from "zod";

const tierId = z.string({ error: "A tier needs a short name." }).regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, "A tier needs a short name of small letters, digits and dashes.");

/** What a tier gives beside its name. `multiplier` scales the points of orders placed in it. */
const perks = z.object({
  multiplier: z.number({ error: "A multiplier must be a number." }).min(1, "A tier can't give fewer points. Enter 1 or more.").max(100, "A multiplier must be 100 or less.").default(1),
  welcomeRewardId: z.string().min(1).nullable().default(null),
  freeShipping: z.boolean().default(false),
  customerTag: z.string().trim().min(1, "Enter a tag.").max(255, "A tag has at most 255 letters.").nullable().default(null),
});

/** A level of the program. `threshold` is in the unit of the qualification: orders, minor units of money, or points. */
export const tier = z.object({
  id: tierId,
  name: z.string({ error: "A tier needs a name." }).trim().min(1, "A tier needs a name.").max(60, "A tier's name has at most 60 letters."),
  threshold: z.number({ error: "Enter where the tier starts, as a number. Money has at most its usual decimals." }).int("Enter a whole number.").min(1, "A tier must start above zero.").max(1_000_000_000_000, "Enter a smaller number."),
  perks: perks.prefault({}),
});

export type Tier = z.output<typeof tier>;

export const byThreshold = (a: Tier, b: Tier): number => a.threshold - b.threshold;

/**
 * What decides tiers: counted orders, what was paid for them (refunds taken off), or points that can be spent (what was
 * redeemed since counts on); over a lifetime, the shop's calendar year, or the year up to any day. Who falls below a
 * tier keeps it for `graceDays` full days.
 */
export const tierQualification = z.object({
  basis: z.enum(["orders", "spend", "points"]).default("spend"),
  window: z.enum(["lifetime", "calendar_year", "rolling_year"]).default("lifetime"),
  graceDays: z.number({ error: "Enter a number of days." }).int("Enter a whole number of days.").min(0, "Days must be zero or more.").max(730, "Enter 730 days or fewer.").default(0),
});

export type TierQualification = z.output<typeof tierQualification>;

/** The highest of the tiers, which rise by threshold, that a total reaches; its place, -1 for none. */
export const tierPlaceOf = (tiers: Tier[], total: number): number => tiers.findLastIndex((one) => total >= one.threshold);
