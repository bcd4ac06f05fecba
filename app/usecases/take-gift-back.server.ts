import type { Receipt } from "#app/domain/effect.ts";
import { debitEffect, issueKey, takeBackEffect } from "#app/domain/redemption/effect-of.ts";
import { isDiscount } from "#app/domain/redemption/reward-grant.ts";
import type { Redemption } from "#app/domain/redemption/redemption.ts";
import { addEffects, dropUntried } from "#app/effects/outbox.server.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { enqueueJob, performEffectsOf } from "#app/store/jobs.server.ts";
import { isGiftUndone, letGiftStand } from "#app/store/member-perks.server.ts";
import { moveRedemption } from "#app/store/redemptions.server.ts";
import { returnRedemption } from "./return-redemption.server.ts";
import { isWithdrawable, withdrawRedemption } from "./withdraw-redemption.server.ts";

/**
 * Takes a gift back whose order stopped counting, in the caller's transaction, which holds the shop's facts: a code that no
 * order carries, what is left of store credit, a gift card that nobody used. What Shopify is being asked for just now is
 * taken back when its answer comes (`takeBackIfUndone`).
 */
export async function takeGiftBack(tx: LockedTx, shopId: number, { redemption, now }: { redemption: Redemption; now: Date }): Promise<void> {
  if (isDiscount(redemption.grant)) {
    if (isWithdrawable(redemption)) await withdrawRedemption(tx, shopId, { redemption, now });
  } else if (redemption.state === "issued") await startTakingBack(tx, shopId, { redemption, now });
  else if (redemption.state === "issuing" && (await dropUntried(tx, shopId, { key: issueKey(redemption.redemptionId), now }))) {
    await returnRedemption(tx, shopId, { redemption, because: "cancelled", now });
  }
}

/** Takes money back that Shopify has just given for an order which stopped counting meanwhile. */
export async function takeBackIfUndone(tx: LockedTx, shopId: number, { redemption, now }: { redemption: Redemption; now: Date }): Promise<void> {
  if (redemption.origin !== "gift" || isDiscount(redemption.grant)) return;
  if (await isGiftUndone(tx, shopId, redemption.redemptionId)) await startTakingBack(tx, shopId, { redemption, now });
}

// What the merchant vouched for has no receipt, by which Shopify could be asked for what is left of it.
const NO_RECEIPT = "Thrice has no receipt for it. Take it back in Shopify.";

async function startTakingBack(tx: LockedTx, shopId: number, { redemption, now }: { redemption: Redemption; now: Date }): Promise<void> {
  if (redemption.shopifyId === null) return keepGiven(tx, shopId, { redemption, code: null, refusal: NO_RECEIPT });
  await moveRedemption(tx, shopId, { redemption, change: { state: "releasing", returnReason: "cancelled" } });
  await addEffects(tx, shopId, { effects: [takeBackEffect(redemption)], now });
  await enqueueJob(tx, performEffectsOf(shopId));
}

/** Books what Shopify said of money that is being taken back. */
export async function receiveTakenBack(
  tx: LockedTx,
  shopId: number,
  { redemption, receipt, now }: { redemption: Redemption; receipt: Extract<Receipt, { kind: "credit_seen" | "taken_back" }>; now: Date },
): Promise<void> {
  if (redemption.state !== "releasing") return;
  if (receipt.kind === "credit_seen" && receipt.leftMinor > 0) {
    await addEffects(tx, shopId, { effects: [debitEffect(redemption, receipt)], now });
    return enqueueJob(tx, performEffectsOf(shopId));
  }
  if (receipt.kind === "taken_back" && receipt.isTaken) return returnRedemption(tx, shopId, { redemption, because: "cancelled", now });
  await keepUsed(tx, shopId, redemption);
}

/** Shopify does not take it back: it stays given. Store credit that was spent in the same moment is used. */
export async function keepGiven(tx: LockedTx, shopId: number, { redemption, code, refusal }: { redemption: Redemption; code: string | null; refusal: string }): Promise<void> {
  if (code === "INSUFFICIENT_FUNDS") return keepUsed(tx, shopId, redemption);
  await moveRedemption(tx, shopId, { redemption, change: { state: "issued", returnReason: null, refusal } });
}

async function keepUsed(tx: LockedTx, shopId: number, redemption: Redemption): Promise<void> {
  await moveRedemption(tx, shopId, { redemption, change: { state: "used", returnReason: null } });
  await letGiftStand(tx, shopId, redemption.redemptionId);
}
