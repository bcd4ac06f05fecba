import { issueConfirmationKey, removePrintedEffect, revokeConfirmationEffect, type ConfirmationCode } from "#app/domain/confirmation/confirmation-code.ts";
import type { EffectOf, EffectOutcome } from "#app/domain/effect.ts";
import type { OrderId } from "#app/domain/ids.ts";
import { addEffects, dropEffects } from "#app/effects/outbox.server.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { listCodesToRevoke, markCodesUsed, moveConfirmationCode } from "#app/store/confirmation-codes.server.ts";
import { enqueueJob, performEffectsOf } from "#app/store/jobs.server.ts";
import { notePrintedCodes } from "./note-printed-codes.server.ts";

/**
 * Brings codes of order confirmations in line with orders whose facts changed, in the caller's transaction, which holds the
 * shop's facts: an order gets the code that its mail printed; a code that one of them carries is used, whoever placed it; the unused code of one that was cancelled, fully
 * refunded or deleted is taken back.
 */
export async function settleConfirmationCodes(tx: LockedTx, shopId: number, { orderIds, now }: { orderIds: OrderId[]; now: Date }): Promise<void> {
  if (orderIds.length === 0) return;
  await notePrintedCodes(tx, shopId, { orderIds, now });
  await markCodesUsed(tx, shopId, { orderIds, now });
  for (const code of await listCodesToRevoke(tx, shopId, orderIds)) await revoke(tx, shopId, { code, now });
}

async function revoke(tx: LockedTx, shopId: number, { code, now }: { code: ConfirmationCode; now: Date }): Promise<void> {
  const { orderId, state, way } = code;
  if (way === "print") {
    await moveConfirmationCode(tx, shopId, { orderId, from: state, to: "revoking", now });
    await addEffects(tx, shopId, { effects: [removePrintedEffect(code)], now });
    return enqueueJob(tx, performEffectsOf(shopId));
  }
  const { mayHaveHappened } = await dropEffects(tx, shopId, { keys: [issueConfirmationKey(orderId)], now });
  if (!mayHaveHappened) return moveConfirmationCode(tx, shopId, { orderId, from: state, to: "revoked", now });
  await moveConfirmationCode(tx, shopId, { orderId, from: state, to: "revoking", now });
  await addEffects(tx, shopId, { effects: [revokeConfirmationEffect(code)], now });
  await enqueueJob(tx, performEffectsOf(shopId));
}

/** Books Shopify's answer about a code of an order confirmation. */
export async function receiveConfirmation(
  tx: LockedTx,
  shopId: number,
  { effect: { kind, orderId }, outcome, now }: { effect: EffectOf<"issue_confirmation_code" | "revoke_confirmation_code" | "remove_printed_code">; outcome: EffectOutcome; now: Date },
): Promise<void> {
  if (outcome.outcome === "refused") return moveConfirmationCode(tx, shopId, { orderId, from: "making", to: "refused", refusal: outcome.message, now });
  if (outcome.outcome !== "done") return;
  if (kind !== "issue_confirmation_code") return moveConfirmationCode(tx, shopId, { orderId, from: "revoking", to: "revoked", now });
  if (outcome.receipt.kind === "issued") await moveConfirmationCode(tx, shopId, { orderId, from: "making", to: "ready", shopifyId: outcome.receipt.shopifyId, now });
}
