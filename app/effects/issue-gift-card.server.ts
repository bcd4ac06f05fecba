import { gidOf } from "#app/domain/ids.ts";
import { toDecimal } from "#app/domain/money.ts";
import { createGiftCard } from "#app/shopify/documents/create-gift-card.ts";
import { giftCardsByEnding } from "#app/shopify/documents/gift-cards-by-ending.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import type { Performer } from "./performer.ts";
import { mayHaveHappened, provenRefusalOf } from "./refusal.ts";

/**
 * Makes a gift card. Shopify never tells a code again, so ours is found by its last characters and its note. That is a search,
 * which may not know it yet: "taken" and not found is tried again.
 */
export const issueGiftCard: Performer<"issue_gift_card"> = async ({ shop, effect, isRepeat }) => {
  const { redemptionId, customerId, code, amountMinor, currency, expiresOn } = effect;
  const findOurs = async (): Promise<string | undefined> => {
    const { giftCards } = await runAdmin(shop, giftCardsByEnding, { query: `last_characters:${code.slice(-4).toLowerCase()}` });
    return giftCards.nodes.find((card) => card.note?.includes(redemptionId))?.id;
  };
  const create = async (): Promise<string> => {
    const initialAmount = { amount: toDecimal(amountMinor, currency), currencyCode: currency };
    const card = { code, initialAmount, customerId: gidOf(customerId, "Customer"), expiresOn, note: `Redemption ${redemptionId}` };
    return (await runAdmin(shop, createGiftCard, { card })).giftCardCreate.giftCard.id;
  };
  try {
    const shopifyId = (isRepeat ? await findOurs() : undefined) ?? (await create());
    return { outcome: "done", receipt: { kind: "issued", shopifyId } };
  } catch (error) {
    const shopifyId = mayHaveHappened(error) ? await findOurs() : undefined;
    return shopifyId ? { outcome: "done", receipt: { kind: "issued", shopifyId } } : provenRefusalOf(error, { isRepeat });
  }
};
