import { viewOf, type RedemptionState, type RedemptionView } from "#app/domain/redemption/redemption.ts";
import { CLICK_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { findRedemption } from "#app/store/redemptions.server.ts";
import { isWithdrawable, withdrawRedemption } from "./withdraw-redemption.server.ts";

export type Cancelled =
  | { outcome: "cancelling"; redemption: RedemptionView }
  | { outcome: "not_cancellable"; state: RedemptionState }
  | { outcome: "redemption_unknown" };

/**
 * Takes a redemption back that was not used. Points return at once when Shopify never heard of the code, otherwise when it
 * is deactivated and no order carries it. Store credit and gift cards are gone once they are given.
 */
export async function cancelRedemption(shopId: number, { redemptionId, now }: { redemptionId: string; now: Date }): Promise<Cancelled> {
  return holdShopFacts(shopId, CLICK_PATIENCE_MS, async (tx): Promise<Cancelled> => {
    const redemption = await findRedemption(tx, shopId, redemptionId);
    if (!redemption) return { outcome: "redemption_unknown" };
    // Free shipping of a tier ends with the tier.
    if (!isWithdrawable(redemption) || redemption.origin === "tier") return { outcome: "not_cancellable", state: redemption.state };
    await withdrawRedemption(tx, shopId, { redemption, isWaitedFor: true, now });
    return { outcome: "cancelling", redemption: viewOf((await findRedemption(tx, shopId, redemptionId)) ?? redemption) };
  });
}
