import { z } from "zod";
import type { FormDescription } from "../form.ts";
import { POINTS_FIELD, ruleFields } from "./rule-fields.ts";

/** Points for the nth counted order; `every` repeats it for each multiple of `n`. */
export const nthOrderRule = z.object({
  ...ruleFields,
  kind: z.literal("nth_order"),
  n: z.number({ error: "The order number must be a whole number." }).int("The order number must be a whole number.").min(1, "The order number must be 1 or more.").max(1_000, "The order number must be 1,000 or less."),
  every: z.boolean().default(false),
});

/** Whether an order is the nth, or a multiple of it. `rank` is its number among the customer's counted orders. */
export const isNth = ({ n, every }: { n: number; every: boolean }, rank: number): boolean => (every ? rank % n === 0 : rank === n);

export const nthOrderForm: FormDescription<z.output<typeof nthOrderRule>> = {
  label: "Order by its number",
  fields: [POINTS_FIELD, { name: "n", label: "Order number", input: "whole_number" }, { name: "every", label: "Again with each multiple", input: "yes_no" }],
  sentence: ({ points, n, every }, wording) => `${wording.points(points)} for ${every ? `every order number that ${n} divides` : `order number ${n}`}`,
};
