import { z } from "zod";
import { earnCondition } from "./conditions/earn-condition.ts";

const ruleId = z.string().trim().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, "A rule needs a short name of small letters, digits and dashes.");
const points = z.number({ error: "Points must be a whole number." }).int("Points must be a whole number.").min(1, "A rule must give at least 1 point.").max(1_000_000);
const conditions = z.array(earnCondition).max(10, "A rule has at most 10 conditions.").default([]);

/** Points for money: `points` for each `perMinor` of the eligible amount, in proportion; the fraction is dropped at the end. */
export const amountRule = z.object({
  id: ruleId,
  kind: z.literal("amount"),
  points,
  perMinor: z.number({ error: "Enter an amount above zero." }).int("Enter an amount above zero.").min(1, "Points per zero can't be calculated. Enter an amount above zero.").max(1_000_000_000),
  conditions,
});

/** Points for an order, whatever it is worth. */
export const orderRule = z.object({ id: ruleId, kind: z.literal("order"), points, conditions });

/** Points for the nth counted order; `every` repeats it for each multiple of `n`. */
export const nthOrderRule = z.object({
  id: ruleId,
  kind: z.literal("nth_order"),
  points,
  n: z.number().int().min(1, "The order number must be 1 or more.").max(1_000),
  every: z.boolean().default(false),
  conditions,
});

export const earnRule = z.discriminatedUnion("kind", [amountRule, orderRule, nthOrderRule]);

export type EarnRule = z.output<typeof earnRule>;
