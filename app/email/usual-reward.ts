import { fill, SHOPPER_WORDS } from "#app/domain/confirmation/words/catalogue.ts";
import type { SampleReward } from "#app/domain/messages/content.ts";
import { type Language, moneyWrittenAs } from "#app/domain/messages/language.ts";
import { decimalsOf } from "#app/domain/money.ts";

/** What stands in a preview for the rewards of a shop that has none yet: five of its currency off for 500 points. */
export function usualReward(language: Language, currency: string): SampleReward {
  const amount = new Intl.NumberFormat(moneyWrittenAs(language), { style: "currency", currency }).format(5);
  return {
    name: fill(SHOPPER_WORDS[language].gives.amountOff, { amount }),
    costPoints: 500,
    minimumOrderMinor: 20 * 10 ** decimalsOf(currency),
    combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
  };
}
