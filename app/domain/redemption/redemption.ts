import type { CustomerId, OrderId } from "../ids.ts";
import type { Reward } from "./reward.ts";
import { isDiscount, type RewardGrant } from "./reward-grant.ts";

/**
 * Where a redemption stands. "issuing": points are held and Shopify has yet to answer. "issued": it can be used. "used": an
 * order that is not cancelled carries its code. "releasing": the code is being taken back. "returned": the points are back.
 */
export type RedemptionState = "issuing" | "issued" | "used" | "releasing" | "returned";

/** Why points come back: Shopify refused the code, nobody used it in time, it was cancelled, or its order was undone. */
export type ReturnReason = "refused" | "unused" | "cancelled" | "order_cancelled" | "order_refunded";

/** "bought" with points; or given free of points: with the nth order, on arrival in a tier, or for as long as the member is in a tier. */
export type RedemptionOrigin = "bought" | "gift" | "welcome" | "tier";

/** One act of buying a reward, or of being given one. `reward` is the definition as it was then. */
export interface Redemption {
  redemptionId: string;
  customerId: CustomerId;
  idempotencyKey: string;
  reward: Reward;
  grant: RewardGrant;
  programVersion: number;
  /** Zero where it was not bought. */
  points: number;
  origin: RedemptionOrigin;
  code: string | null;
  state: RedemptionState;
  /** Shopify's gid of what was issued. */
  shopifyId: string | null;
  orderId: OrderId | null;
  /** When the order that carries the code was paid. */
  confirmedAt: Date | null;
  returnReason: ReturnReason | null;
  /** What Shopify said when it refused; while it is "issuing" or "releasing" still: why nobody can say what became of it. */
  refusal: string | null;
  reservedAt: Date;
  endsAt: Date | null;
  closedAt: Date | null;
  /** Who of the staff said that it was given, where Shopify's answer was lost for good, and when. */
  vouchedBy: string | null;
  vouchedAt: Date | null;
}

/** Whether Shopify's answer about money was lost for good, so that only the merchant can find out whether it was given. */
export const isUnclear = ({ state, grant, refusal }: Pick<Redemption, "state" | "grant" | "refusal">): boolean => state === "issuing" && !isDiscount(grant) && refusal !== null;

/** What is shown of a redemption; `code` is null until it works. */
export interface RedemptionView {
  redemptionId: string;
  customerId: CustomerId;
  rewardId: string;
  rewardName: string;
  grant: RewardGrant;
  points: number;
  origin: RedemptionOrigin;
  state: RedemptionState;
  code: string | null;
  orderId: OrderId | null;
  returnReason: ReturnReason | null;
  refusal: string | null;
  reservedAt: Date;
  endsAt: Date | null;
  vouched: { by: string; at: Date } | null;
}

export const viewOf = ({ redemptionId, customerId, reward, grant, points, origin, state, code, orderId, returnReason, refusal, reservedAt, endsAt, vouchedBy, vouchedAt }: Redemption): RedemptionView => ({
  redemptionId,
  customerId,
  rewardId: reward.id,
  rewardName: reward.name,
  grant,
  points,
  origin,
  state,
  code: state === "issued" || state === "used" ? code : null,
  orderId,
  returnReason,
  refusal,
  reservedAt,
  endsAt,
  vouched: vouchedBy !== null && vouchedAt !== null ? { by: vouchedBy, at: vouchedAt } : null,
});
