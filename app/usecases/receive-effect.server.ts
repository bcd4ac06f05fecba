import type { EffectOutcome, Receipt, UnreadableEffect } from "#app/domain/effect.ts";
import { holderOf } from "#app/domain/redemption/decide-redemption.ts";
import { isDiscount } from "#app/domain/redemption/reward-grant.ts";
import type { Redemption } from "#app/domain/redemption/redemption.ts";
import { closeEffect, type TakenEffect } from "#app/effects/outbox.server.ts";
import { inTransaction, type LockedTx } from "#app/platform/db.server.ts";
import { moveConfirmationCode } from "#app/store/confirmation-codes.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { endPerk, findPerkOfRedemption } from "#app/store/member-perks.server.ts";
import { findRedemption, listCarriers, moveRedemption } from "#app/store/redemptions.server.ts";
import { receiveTag } from "./change-tag-perk.server.ts";
import { returnRedemption } from "./return-redemption.server.ts";
import { receiveConfirmation } from "./settle-confirmation-codes.server.ts";
import { startRelease } from "./settle-redemptions.server.ts";
import { keepGiven, receiveTakenBack, takeBackIfUndone } from "./take-gift-back.server.ts";

/**
 * Books what came of an effect: the receipt and what follows from it, together and once. An answer that comes a second
 * time, or after the effect was dropped, changes nothing.
 */
export async function receiveEffect(
  shopId: number,
  { taken, outcome, now }: { taken: TakenEffect; outcome: Exclude<EffectOutcome, { outcome: "again" }>; now: Date },
): Promise<void> {
  await inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shopId);
    if (!(await closeEffect(tx, shopId, { effectId: taken.effectId, outcome, now }))) return;
    if (taken.effect.kind === "unreadable") await giveUpOn(tx, shopId, { effect: taken.effect, outcome, now });
    else if ("perkId" in taken.effect) return receiveTag(tx, shopId, { effect: taken.effect, outcome, now });
    if (taken.effect.kind === "issue_confirmation_code" || taken.effect.kind === "revoke_confirmation_code" || taken.effect.kind === "remove_printed_code") return receiveConfirmation(tx, shopId, { effect: taken.effect, outcome, now });
    const redemption = "redemptionId" in taken.effect && taken.effect.redemptionId ? await findRedemption(tx, shopId, taken.effect.redemptionId) : undefined;
    if (!redemption) return;
    if (outcome.outcome === "unclear") await leaveOpen(tx, shopId, { redemption, message: outcome.message });
    else if (outcome.outcome === "done") await receive(tx, shopId, { redemption, receipt: outcome.receipt, now });
    else if (outcome.outcome === "refused" && redemption.state === "issuing") await refuse(tx, shopId, { redemption, refusal: outcome.message, isRepeat: taken.attempts > 1, now });
    else if (outcome.outcome === "refused" && redemption.state === "releasing") await keepGiven(tx, shopId, { redemption, code: outcome.code, refusal: outcome.message });
  });
}

// Nobody asks again. What was paid stays held, and the merchant is told where to look.
async function leaveOpen(tx: LockedTx, shopId: number, { redemption, message }: { redemption: Redemption; message: string }): Promise<void> {
  if (redemption.state === "issuing" || redemption.state === "releasing") await moveRedemption(tx, shopId, { redemption, change: { state: redemption.state, refusal: message } });
}

// What it was for says why it never came.
async function giveUpOn(tx: LockedTx, shopId: number, { effect: { perkId, orderId }, outcome, now }: { effect: UnreadableEffect; outcome: EffectOutcome; now: Date }): Promise<void> {
  const refusal = outcome.outcome === "refused" ? outcome.message : null;
  if (perkId) await endPerk(tx, shopId, { perkId, because: "refused", refusal, now });
  if (orderId) await moveConfirmationCode(tx, shopId, { orderId, from: "making", to: "refused", refusal, now });
}

// What could not be given has ended, and says why. An earlier attempt whose answer was lost may have made the code after all, so it is looked
// for before the points return. Money comes here only when Shopify's answer proves that none was given.
async function refuse(tx: LockedTx, shopId: number, { redemption, refusal, isRepeat, now }: { redemption: Redemption; refusal: string; isRepeat: boolean; now: Date }): Promise<void> {
  const perkId = redemption.origin === "bought" ? undefined : await findPerkOfRedemption(tx, shopId, redemption.redemptionId);
  if (perkId) await endPerk(tx, shopId, { perkId, because: "refused", refusal, now });
  if (isRepeat && isDiscount(redemption.grant)) await startRelease(tx, shopId, { redemption: { ...redemption, refusal }, because: "refused", now });
  else await returnRedemption(tx, shopId, { redemption, because: "refused", refusal, now });
}

async function receive(tx: LockedTx, shopId: number, { redemption, receipt, now }: { redemption: Redemption; receipt: Receipt; now: Date }): Promise<void> {
  switch (receipt.kind) {
    case "issued":
      // An order with the code may have been heard of before Shopify's answer.
      if (redemption.state !== "issuing") return;
      return takeBackIfUndone(tx, shopId, { redemption: await moveRedemption(tx, shopId, { redemption, change: { state: "issued", shopifyId: receipt.shopifyId } }), now });
    case "closed":
      return close(tx, shopId, { redemption, carriedBy: receipt.carriedBy, now });
    case "credit_seen":
    case "taken_back":
      return receiveTakenBack(tx, shopId, { redemption, receipt, now });
    case "rebound":
    case "sent":
    case "tag_seen":
    case "tag_changed":
      return;
  }
}

async function close(tx: LockedTx, shopId: number, { redemption, carriedBy, now }: { redemption: Redemption; carriedBy: string[]; now: Date }): Promise<void> {
  if (redemption.state !== "releasing" || redemption.returnReason === null || !isDiscount(redemption.grant)) return;
  // What worked for any number of orders is over, whoever used it.
  if (redemption.origin === "tier") return returnRedemption(tx, shopId, { redemption, because: redemption.returnReason, refusal: redemption.refusal, now });
  const known = await listCarriers(tx, shopId, { redemptionId: redemption.redemptionId, orderIds: carriedBy });
  const holder = holderOf(known);
  // Shopify may know of an order that has not reached us: it holds as well, and its facts follow.
  const stranger = carriedBy.find((orderId) => !known.some((one) => one.orderId === orderId));
  const orderId = holder?.orderId ?? stranger;
  if (orderId) await moveRedemption(tx, shopId, { redemption, change: { state: "used", orderId, confirmedAt: holder?.paidAt ?? null, returnReason: null } });
  else await returnRedemption(tx, shopId, { redemption, because: redemption.returnReason, refusal: redemption.refusal, now });
}
