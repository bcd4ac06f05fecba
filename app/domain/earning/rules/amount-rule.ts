import { z } from "zod";
import type { FormDescription } from "../form.ts";
import { POINTS_FIELD, ruleFields } from "./rule-fields.ts";

/** Points for money: `points` for each `perMinor` of the eligible amount, in proportion; the fraction is dropped at the end. */
export const amountRule = z.object({
  ...ruleFields,
  kind: z.literal("amount"),
  perMinor: z.number({ error: "Enter an amount above zero, with at most the usual decimals." }).int("Enter an amount above zero.").min(1, "Enter an amount above zero.").max(1_000_000_000, "Enter a smaller amount."),
});

export const amountForm: FormDescription<z.output<typeof amountRule>> = {
  label: "Amount spent",
  fields: [POINTS_FIELD, { name: "perMinor", label: "For each", input: "money" }],
  sentence: ({ points, perMinor }, wording) => `${wording.points(points)} for each ${wording.money(perMinor)} spent`,
};
