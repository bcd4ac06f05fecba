import { issueKey } from "#app/domain/redemption/effect-of.ts";
import { isDiscount } from "#app/domain/redemption/reward-grant.ts";
import { viewOf, type RedemptionState, type RedemptionView } from "#app/domain/redemption/redemption.ts";
import { dropEffects } from "#app/effects/outbox.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { findRedemption } from "#app/store/redemptions.server.ts";
import { returnRedemption } from "./return-redemption.server.ts";
import { startRelease } from "./settle-redemptions.server.ts";

export type Cancelled =
  | { outcome: "cancelling"; redemption: RedemptionView }
  | { outcome: "not_cancellable"; state: RedemptionState }
  | { outcome: "redemption_unknown" };

/**
 * Takes a redemption back that was not used. Points return at once when Shopify never heard of the code, otherwise when it
 * is deactivated and no order carries it. Store credit and gift cards are gone once they are given.
 */
export async function cancelRedemption(shopId: number, { redemptionId, now }: { redemptionId: string; now: Date }): Promise<Cancelled> {
  return inTransaction(async (tx): Promise<Cancelled> => {
    await lockShopFacts(tx, shopId);
    const redemption = await findRedemption(tx, shopId, redemptionId);
    if (!redemption) return { outcome: "redemption_unknown" };
    const { state } = redemption;
    if ((state !== "issuing" && state !== "issued") || !isDiscount(redemption.grant)) return { outcome: "not_cancellable", state };
    const { mayHaveHappened } = await dropEffects(tx, shopId, { keys: [issueKey(redemptionId)], now });
    if (mayHaveHappened) await startRelease(tx, shopId, { redemption, because: "cancelled", now });
    else await returnRedemption(tx, shopId, { redemption, because: "cancelled", now });
    return { outcome: "cancelling", redemption: viewOf((await findRedemption(tx, shopId, redemptionId)) ?? redemption) };
  });
}
