import { z } from "zod";
import type { FormDescription } from "../form.ts";
import { eventConditions, POINTS_FIELD, ruleFields } from "./rule-fields.ts";

/** Points for an account, once per customer and rule for ever. */
export const accountCreatedRule = z.object({ ...ruleFields, kind: z.literal("account_created"), conditions: eventConditions });

export const accountCreatedForm: FormDescription<z.output<typeof accountCreatedRule>> = {
  label: "Account created",
  fields: [POINTS_FIELD],
  sentence: ({ points }, wording) => `${wording.points(points)} for creating an account`,
};
