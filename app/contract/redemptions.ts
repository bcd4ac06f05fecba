import { z } from "zod";
import { decimalId, instant, instantNamed, pageOf } from "./values.ts";

/** What points buy. The domain gives the description of it its full shape, as for a program. */
export const rewardDefinition = z.looseObject({}).meta({ id: "Reward" });

export const rewardListSchema = z
  .object({
    items: z.array(rewardDefinition),
    nextCursor: z.null(),
    isPaused: z.boolean().meta({ description: "Nothing can be redeemed while the program is paused" }),
  })
  .meta({ id: "RewardList", description: "The rewards of the program in force; none before the first program starts" });

export const redemptionSchema = z
  .object({
    id: z.string(),
    customerId: decimalId,
    rewardId: z.string(),
    rewardName: z.string(),
    grant: z.looseObject({ kind: z.string() }).meta({ description: "What it gives, worked out from the reward and the points" }),
    points: z.int().meta({ description: "Whole points; 0 where it was given" }),
    origin: z.enum(["bought", "gift", "welcome", "tier"]).meta({
      description: "bought with points; or given free of points: with the nth order, on arrival in a tier, or as free shipping for as long as the customer is in a tier",
    }),
    state: z.enum(["issuing", "issued", "used", "releasing", "returned"]).meta({
      description: "issuing: points are held and Shopify has yet to answer; issued: it can be used; used: an order carries the code, or what was given as money was spent; releasing: the code or what was given is being taken back; returned: the points are back",
    }),
    code: z.string().nullable().meta({ description: "Null until it works" }),
    orderId: decimalId.nullable(),
    returnReason: z.enum(["refused", "unused", "cancelled", "order_cancelled", "order_refunded"]).nullable(),
    refusal: z.string().nullable().meta({ description: "What Shopify said when it refused; while the state is issuing or releasing still: its answer was lost for good, and this says where to look" }),
    reservedAt: instant,
    endsAt: instant.nullable(),
    vouched: z.object({ by: z.string(), at: instant }).nullable().meta({ description: "Who of the staff said that it was given, and when, where Shopify's answer was lost for good; null otherwise" }),
  })
  .meta({ id: "Redemption", description: "One act of buying a reward" });

export const redemptionPageSchema = pageOf(redemptionSchema).meta({ id: "RedemptionPage" });

export const redemptionBody = z.strictObject({
  rewardId: z.string({ error: "rewardId must be the id of a reward of the program." }).min(1, "rewardId must not be empty.").max(60, "There is no reward with so long an id."),
  points: z
    .int({ error: "points must be a whole number." })
    .min(1, "points must be 1 or more.")
    .max(1_000_000_000, "points must be 1,000,000,000 or less.")
    .exactOptional()
    .meta({ description: "How many points to spend; must be given for a reward whose points are chosen (kind slider). Other rewards have one price, and it may be left out" }),
});

export const eventBody = z.strictObject({
  customerId: z.string({ error: "customerId must be a Shopify customer id in decimal digits, as text." }).regex(/^\d{1,18}$/, "customerId must be a Shopify customer id in decimal digits, as text."),
  event: z
    .string({ error: "event must be the name of an event." })
    .regex(/^[a-z][a-z0-9_]{0,59}$/, "event must be a name of small letters, digits and underscores.")
    .meta({ description: "account_created, or a name that a rule of the program has" }),
  occurredAt: instantNamed("occurredAt")
    .exactOptional()
    .meta({ description: "When it happened; default: now" }),
});

export const recordedEventSchema = z
  .object({
    customerId: decimalId,
    event: z.string(),
    points: z.int().min(0).meta({ description: "What it earned, 0 where no rule applies" }),
    ruleIds: z.array(z.string()),
    alreadyGiven: z.boolean().meta({
      description: "True where the account had been told of before, under any key or by Shopify: the points were given then, and nothing was given now. An Idempotency-Key sent again gives the first answer, but for this.",
    }),
  })
  .meta({ id: "RecordedEvent" });

export type RewardList = z.infer<typeof rewardListSchema>;
export type RedemptionAnswer = z.infer<typeof redemptionSchema>;
export type RedemptionPage = z.infer<typeof redemptionPageSchema>;
