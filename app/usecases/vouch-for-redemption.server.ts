import { isUnclear, viewOf, type RedemptionState, type RedemptionView } from "#app/domain/redemption/redemption.ts";
import { CLICK_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { findRedemption, moveRedemption } from "#app/store/redemptions.server.ts";
import { takeBackIfUndone } from "./take-gift-back.server.ts";

export type Vouched =
  | { outcome: "vouched"; redemption: RedemptionView }
  | { outcome: "not_unclear"; state: RedemptionState }
  | { outcome: "redemption_unknown" };

/**
 * Takes the merchant's word that money was given whose answer Shopify lost for good: it is issued from now on, and the points are
 * spent. Anything else of which that is known stays as it is. Once: a second word changes nothing.
 */
export async function vouchForRedemption(shopId: number, { redemptionId, by, now }: { redemptionId: string; by: string; now: Date }): Promise<Vouched> {
  return holdShopFacts(shopId, CLICK_PATIENCE_MS, async (tx): Promise<Vouched> => {
    const redemption = await findRedemption(tx, shopId, redemptionId);
    if (!redemption) return { outcome: "redemption_unknown" };
    if (!isUnclear(redemption)) return { outcome: "not_unclear", state: redemption.state };
    const vouched = await moveRedemption(tx, shopId, { redemption, change: { state: "issued", refusal: null, vouchedBy: by, vouchedAt: now } });
    await takeBackIfUndone(tx, shopId, { redemption: vouched, now });
    return { outcome: "vouched", redemption: viewOf((await findRedemption(tx, shopId, redemptionId)) ?? vouched) };
  });
}
