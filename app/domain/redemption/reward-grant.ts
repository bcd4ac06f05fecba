import { z } from "zod";
import type { Reward } from "./reward.ts";

const amountMinor = z.number().int().positive();

/** What one redemption gives, worked out from its reward and its points. Money in minor units of the shop's currency. */
export const rewardGrant = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("amount_off"), amountMinor }),
  z.object({ kind: z.literal("percent_off"), percent: z.number() }),
  z.object({ kind: z.literal("free_shipping") }),
  z.object({ kind: z.literal("free_product"), productId: z.string(), variantId: z.string().nullable() }),
  z.object({ kind: z.literal("store_credit"), amountMinor }),
  z.object({ kind: z.literal("gift_card"), amountMinor }),
]);

export type RewardGrant = z.output<typeof rewardGrant>;

/** A slider's value is rounded down to whole minor units. */
export function grantOf(reward: Reward, points: number): RewardGrant {
  switch (reward.kind) {
    case "fixed_amount":
      return { kind: "amount_off", amountMinor: reward.amountMinor };
    case "slider":
      return { kind: "amount_off", amountMinor: Math.floor(points / reward.pointsPerMinor) };
    case "percentage":
      return { kind: "percent_off", percent: reward.percent };
    case "free_shipping":
      return { kind: "free_shipping" };
    case "free_product":
      return { kind: "free_product", productId: reward.productId, variantId: reward.variantId };
    case "store_credit":
    case "gift_card":
      return { kind: reward.kind, amountMinor: reward.amountMinor };
  }
}

/** Whether the grant is a discount code, which an order carries and which can be taken back while none does. */
export const isDiscount = (grant: RewardGrant): boolean => grant.kind !== "store_credit" && grant.kind !== "gift_card";
