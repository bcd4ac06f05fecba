import { z } from "zod";

const whole = (name: string, { min, max }: { min: number; max: number }) =>
  z
    .number({ error: `${name} must be a whole number.` })
    .int(`${name} must be a whole number.`)
    .min(min, `${name} must be ${min.toLocaleString("en")} or more.`)
    .max(max, `${name} must be ${max.toLocaleString("en")} or less.`);

const POINTS_MAX = 1_000_000_000;
const AMOUNT_MAX_MINOR = 100_000_000;
const points = (name: string) => whole(name, { min: 1, max: POINTS_MAX });
const NO_VALUE = "This reward has no value, so nobody could use it. Enter an amount.";
const amountMinor = z
  .number({ error: NO_VALUE })
  .int("The value is finer than the smallest unit of your currency.")
  .min(1, NO_VALUE)
  .max(AMOUNT_MAX_MINOR, "The value is too large.");
const NO_PERCENT = "This reward has no value, so nobody could use it. Enter a percentage.";
const costPoints = points("The cost in points");
const shopifyId = (name: string) => z.string({ error: `Choose ${name}.` }).regex(/^\d{1,19}$/, `Choose ${name}.`);
const instant = z.iso.datetime({ offset: true, error: "Enter a date and a time." }).nullable().default(null);

/** Which other discounts a code may share an order with, in Shopify's own three classes. */
export const combinesWith = z.object({ orderDiscounts: z.boolean().default(false), productDiscounts: z.boolean().default(false), shippingDiscounts: z.boolean().default(false) });

export type CombinesWith = z.output<typeof combinesWith>;

const shared = {
  id: z.string({ error: "A reward needs a short name." }).trim().min(1, "A reward needs a short name.").max(60, "The short name must have 60 characters or fewer."),
  name: z.string({ error: "Give the reward a name." }).trim().min(1, "Give the reward a name.").max(120, "The name must have 120 characters or fewer."),
  minimumOrderMinor: z
    .number({ error: "The smallest order must be an amount." })
    .int("The smallest order is finer than the smallest unit of your currency.")
    .min(0, "The smallest order must be zero or more.")
    .max(AMOUNT_MAX_MINOR, "The smallest order is too large.")
    .default(0),
  /** Full days after the day of the redemption. */
  validityDays: whole("The number of days to use it", { min: 1, max: 3_650 }).default(90),
  combinesWith: combinesWith.prefault({}),
  /** Whether points come back when the order that used the code is cancelled or fully refunded. */
  returnOnCancel: z.boolean().default(true),
  codePrefix: z.string().regex(/^[A-Z0-9]{0,6}$/, "The prefix takes up to 6 capital letters and digits.").default(""),
  startsAt: instant,
  endsAt: instant,
};

// Store credit and gift cards pay for any order; a smallest one that was stored for them never held.
const sharedByMoney = { ...shared, minimumOrderMinor: z.literal(0).catch(0) };

/**
 * What points buy. Money in minor units of the shop's currency, ids of products as decimal strings.
 *
 * A slider takes off one minor unit for every `pointsPerMinor` points, between two numbers of points and in steps.
 */
export const reward = z
  .discriminatedUnion("kind", [
    z.object({ ...shared, kind: z.literal("fixed_amount"), costPoints, amountMinor }),
    z.object({
      ...shared,
      kind: z.literal("percentage"),
      costPoints,
      percent: z.number({ error: NO_PERCENT }).min(0.01, NO_PERCENT).max(100, "The percentage must be 100 or less.").multipleOf(0.01, "The percentage takes two decimals."),
    }),
    z.object({ ...shared, kind: z.literal("free_shipping"), costPoints }),
    z.object({ ...shared, kind: z.literal("free_product"), costPoints, productId: shopifyId("a product"), variantId: shopifyId("a variant").nullable().default(null) }),
    z.object({ ...sharedByMoney, kind: z.literal("store_credit"), costPoints, amountMinor }),
    z.object({ ...sharedByMoney, kind: z.literal("gift_card"), costPoints, amountMinor }),
    z.object({
      ...shared,
      kind: z.literal("slider"),
      pointsPerMinor: z.number({ error: "Enter how many points buy one unit." }).min(0.000001, "Points must have a value.").max(POINTS_MAX, "Enter a smaller number."),
      minimumPoints: points("The fewest points"),
      maximumPoints: points("The most points"),
      stepPoints: points("The step"),
    }),
  ])
  .superRefine((it, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (it.startsAt && it.endsAt && new Date(it.endsAt) <= new Date(it.startsAt)) refuse("endsAt", "The end must be after the start.");
    if (it.kind !== "slider") return;
    if (it.maximumPoints < it.minimumPoints) refuse("maximumPoints", "The most points must not be fewer than the fewest.");
    if (Math.floor(it.minimumPoints / it.pointsPerMinor) < 1) refuse("minimumPoints", "The fewest points must be worth something.");
  });

export type Reward = z.output<typeof reward>;
export type RewardKind = Reward["kind"];
