import { z } from "zod";
import { earnCondition } from "../conditions/earn-condition.ts";

/** What every rule has: a short name for ever, the points that it gives, and conditions that must all be met. */
export const ruleFields = {
  id: z.string({ error: "A rule needs a short name." }).trim().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, "A rule needs a short name of small letters, digits and dashes."),
  points: z.number({ error: "Points must be a whole number." }).int("Points must be a whole number.").min(1, "A rule must give at least 1 point.").max(1_000_000, "A rule gives at most 1,000,000 points."),
  conditions: z.array(earnCondition).max(10, "A rule has at most 10 conditions.").default([]),
};

/** For rules that are about no order: what asks for one can never be met. */
const ORDER_CONDITIONS = new Set(["minimum_spend", "product", "collection", "product_tag", "sales_channel"]);

export const eventConditions = ruleFields.conditions.superRefine((conditions, context) => {
  conditions.forEach(({ kind }, at) => {
    if (ORDER_CONDITIONS.has(kind)) context.addIssue({ code: "custom", path: [at, "kind"], message: "This rule is not about an order, so this condition can never be met. Remove it." });
  });
});

export const POINTS_FIELD = { name: "points", label: "Points", input: "points" } as const;
