import { deactivateGiftCard as operation } from "#app/shopify/documents/deactivate-gift-card.ts";
import { giftCardLeft } from "#app/shopify/documents/gift-card-left.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import type { Performer } from "./performer.ts";
import { provenRefusalOf } from "./refusal.ts";

/** Ends a gift card that nobody has used, however little of it; a card that does not work any more counts as ended. */
export const deactivateGiftCard: Performer<"deactivate_gift_card"> = async ({ shop, effect: { shopifyId }, isRepeat }) => {
  try {
    const { giftCard } = await runAdmin(shop, giftCardLeft, { id: shopifyId });
    if (giftCard?.enabled && giftCard.balance.amount !== giftCard.initialValue.amount) return { outcome: "done", receipt: { kind: "taken_back", isTaken: false } };
    if (giftCard?.enabled) await runAdmin(shop, operation, { id: shopifyId });
    return { outcome: "done", receipt: { kind: "taken_back", isTaken: true } };
  } catch (error) {
    return provenRefusalOf(error, { isRepeat });
  }
};
