import { z } from "zod";
import { orList, type FormDescription } from "../form.ts";
import type { PlacedOrder } from "./placed-order.ts";

/** The member was in one of these tiers at the time. */
export const inTier = z.object({ kind: z.literal("tier"), tierIds: z.array(z.string().min(1)).min(1, "Choose at least one tier.").max(10, "Choose at most 10 tiers.") });

type InTier = z.output<typeof inTier>;

export const isInTier = ({ tierIds }: InTier, { member }: Pick<PlacedOrder, "member">): boolean => member.tierId !== null && tierIds.includes(member.tierId);

export const inTierForm: FormDescription<InTier> = {
  label: "Tier",
  fields: [{ name: "tierIds", label: "The customer is in", input: "tier_list" }],
  sentence: ({ tierIds }, { tier }) => `the customer is in ${orList(tierIds.map(tier))}`,
};
