import type { EffectKind, EffectOutcome, UnreadableEffect } from "#app/domain/effect.ts";
import { addCustomerTag, lookForTag, removeCustomerTag } from "./change-customer-tag.server.ts";
import { creditStoreCredit } from "./credit-store-credit.server.ts";
import { deactivateGiftCard } from "./deactivate-gift-card.server.ts";
import { issueConfirmationCode } from "./issue-confirmation-code.server.ts";
import { issueDiscountCode } from "./issue-discount-code.server.ts";
import { issueGiftCard } from "./issue-gift-card.server.ts";
import { pool } from "#app/platform/db.server.ts";
import type { EffectShop, Performer } from "./performer.ts";
import { rebindDiscountCode } from "./rebind-discount-code.server.ts";
import { releaseDiscountCode } from "./release-discount-code.server.ts";
import { removePrintedCode } from "./remove-printed-code.server.ts";
import { revokeConfirmationCode } from "./revoke-confirmation-code.server.ts";
import { sendMessage } from "./send-message.server.ts";
import { debitStoreCredit, lookForStoreCredit } from "./take-store-credit-back.server.ts";
import { markHandedOver, type TakenEffect } from "./outbox.server.ts";

/** Who performs which kind of effect: one file each, and none left out. */
const PERFORMERS: { [Kind in EffectKind]: Performer<Kind> } = {
  issue_discount_code: issueDiscountCode,
  release_discount_code: releaseDiscountCode,
  rebind_discount_code: rebindDiscountCode,
  credit_store_credit: creditStoreCredit,
  issue_gift_card: issueGiftCard,
  look_for_store_credit: lookForStoreCredit,
  debit_store_credit: debitStoreCredit,
  deactivate_gift_card: deactivateGiftCard,
  send_message: sendMessage,
  issue_confirmation_code: issueConfirmationCode,
  revoke_confirmation_code: revokeConfirmationCode,
  remove_printed_code: removePrintedCode,
  look_for_tag: lookForTag,
  add_customer_tag: addCustomerTag,
  remove_customer_tag: removeCustomerTag,
};

// While one release gives way to another, the other may know it.
const UNREADABLE_ATTEMPTS = 6;
const UNREADABLE_AGAIN_MS = 10 * 60_000;

function giveUp({ was }: UnreadableEffect, attempts: number): EffectOutcome {
  if (attempts < UNREADABLE_ATTEMPTS) return { outcome: "again", afterMs: UNREADABLE_AGAIN_MS };
  if (was === "send_message") return { outcome: "unsent", because: "unreadable" };
  return { outcome: "refused", code: "UNREADABLE", message: "What was asked for can’t be read any more, so it was not carried out." };
}

/** Does one effect in Shopify, or hands one message to the mail server, outside of any transaction. Trouble that passes is thrown; everything else is an outcome. What cannot be read is given up after an hour. */
export async function performEffect(shop: EffectShop, { effectId, effect, attempts, handedOverAt }: TakenEffect, now: Date): Promise<EffectOutcome> {
  if (effect.kind === "unreadable") return giveUp(effect, attempts);
  const begin = () => markHandedOver(pool, shop.id, { effectId, now });
  const perform = PERFORMERS[effect.kind] as Performer<EffectKind>;
  return perform({ shop, effectId, effect, isRepeat: attempts > 1, handOver: { begunAt: handedOverAt, begin }, now });
}
