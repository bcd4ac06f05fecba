import type { ReturnReason } from "./redemption.ts";

/** Why an entry of a redemption was written. */
export type RedemptionWhy =
  /** `by`: who redeemed for the customer; absent where the customer did. */
  | { kind: "redeemed"; redemptionId: string; rewardId: string; rewardName: string; by?: string }
  | { kind: "redemption_returned"; redemptionId: string; rewardId: string; rewardName: string; because: ReturnReason }
  /** Points that came back belong to an order that was undone while they were spent: what had been given up is taken now. */
  | { kind: "waiver_taken"; redemptionId: string; rewardName: string };
