import { fill, SHOPPER_WORDS } from "#app/domain/confirmation/words/catalogue.ts";
import type { SampleReward } from "#app/domain/messages/content.ts";
import { type Language, moneyWrittenAs } from "#app/domain/messages/language.ts";
import { decimalsOf } from "#app/domain/money.ts";
import { pointStepMinor } from "#app/domain/program/point-step.ts";

/** What stands in a preview for the rewards of a shop that has none yet: £5.00 off for 500 points, or as many steps of its own currency. */
export function usualReward(language: Language, currency: string): SampleReward {
  const stepMinor = pointStepMinor(currency);
  const amount = new Intl.NumberFormat(moneyWrittenAs(language), { style: "currency", currency }).format((5 * stepMinor) / 10 ** decimalsOf(currency));
  return {
    name: fill(SHOPPER_WORDS[language].gives.amountOff, { amount }),
    costPoints: 500,
    minimumOrderMinor: 20 * stepMinor,
    combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
  };
}
