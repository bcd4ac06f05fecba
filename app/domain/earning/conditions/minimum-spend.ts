import { z } from "zod";

/** The eligible amount, before refunds, reaches an amount. */
export const minimumSpend = z.object({
  kind: z.literal("minimum_spend"),
  amountMinor: z.number().int().min(1, "Enter an amount above zero."),
});

export const meetsMinimumSpend = ({ amountMinor }: z.output<typeof minimumSpend>, { eligibleMinor }: { eligibleMinor: number }): boolean => eligibleMinor >= amountMinor;
