import { issueKey } from "#app/domain/redemption/effect-of.ts";
import { isDiscount } from "#app/domain/redemption/reward-grant.ts";
import { isUnclear, type Redemption } from "#app/domain/redemption/redemption.ts";
import { dropEffects } from "#app/effects/outbox.server.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { returnRedemption } from "./return-redemption.server.ts";
import { startRelease } from "./settle-redemptions.server.ts";

// The merchant was told to look, and knows. A gift cost no points that could come back.
const isHeldUnclear = (redemption: Redemption): boolean => isUnclear(redemption) && redemption.points > 0;

/**
 * Whether a redemption can still be taken back: no order carries its code. Store credit and gift cards that were bought are gone
 * once they are given, except where nobody can say whether they were; for gifts see take-gift-back.
 */
export const isWithdrawable = (redemption: Redemption): boolean =>
  isHeldUnclear(redemption) || ((redemption.state === "issuing" || redemption.state === "issued") && isDiscount(redemption.grant));

/**
 * Takes back what was not used, in the caller's transaction, which holds the shop's facts: at once when Shopify never heard
 * of the code, otherwise when it is deactivated and no order carries it. Of money of which nobody knows, Shopify is not asked again.
 */
export async function withdrawRedemption(tx: LockedTx, shopId: number, { redemption, isWaitedFor = false, now }: { redemption: Redemption; isWaitedFor?: boolean; now: Date }): Promise<void> {
  if (isHeldUnclear(redemption)) return returnRedemption(tx, shopId, { redemption, because: "cancelled", refusal: redemption.refusal, now });
  const { mayHaveHappened } = await dropEffects(tx, shopId, { keys: [issueKey(redemption.redemptionId)], now });
  if (mayHaveHappened) await startRelease(tx, shopId, { redemption, because: "cancelled", isWaitedFor, now });
  else await returnRedemption(tx, shopId, { redemption, because: "cancelled", now });
}
