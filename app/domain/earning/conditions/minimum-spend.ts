import { z } from "zod";
import type { FormDescription } from "../form.ts";
import type { PlacedOrder } from "./placed-order.ts";

/** The eligible amount, before refunds, reaches an amount. */
export const minimumSpend = z.object({
  kind: z.literal("minimum_spend"),
  amountMinor: z.number({ error: "Enter an amount above zero, with at most the usual decimals." }).int("Enter an amount above zero.").min(1, "Enter an amount above zero."),
});

type MinimumSpend = z.output<typeof minimumSpend>;

export const meetsMinimumSpend = ({ amountMinor }: MinimumSpend, { eligibleMinor }: Pick<PlacedOrder, "eligibleMinor">): boolean => eligibleMinor >= amountMinor;

export const minimumSpendForm: FormDescription<MinimumSpend> = {
  label: "Minimum spend",
  fields: [{ name: "amountMinor", label: "Order of at least", input: "money" }],
  sentence: ({ amountMinor }, { money }) => `the order is worth ${money(amountMinor)} or more`,
};
