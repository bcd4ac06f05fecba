import { z } from "zod";
import type { FormDescription } from "../form.ts";
import { POINTS_FIELD, ruleFields } from "./rule-fields.ts";

/** Points for an order, whatever it is worth. */
export const orderRule = z.object({ ...ruleFields, kind: z.literal("order") });

export const orderForm: FormDescription<z.output<typeof orderRule>> = {
  label: "Each order",
  fields: [POINTS_FIELD],
  sentence: ({ points }, wording) => `${wording.points(points)} for an order`,
};
