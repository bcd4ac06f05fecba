import type { CombinesWith } from "../redemption/reward.ts";
import type { RewardGrant } from "../redemption/reward-grant.ts";
import type { ConfirmationGrant } from "./confirmation-rules.ts";
import type { PageFormats, ShopperFormats } from "./shopper-formats.ts";
import type { Language } from "../messages/language.ts";
import { fill, SHOPPER_WORDS } from "./words/catalogue.ts";

/** What a code gives on the next order: "10% off your next order". */
export function offerSentence(grant: ConfirmationGrant, { words: { offer }, money, percent }: ShopperFormats): string {
  switch (grant.kind) {
    case "amount_off":
      return fill(offer.amountOff, { amount: money(grant.amountMinor) });
    case "percent_off":
      return fill(offer.percentOff, { percent: percent(grant.percent) });
    case "free_shipping":
      return offer.freeShipping;
  }
}

/** What a reward gives: "£5.00 off". */
export function grantSentence(grant: RewardGrant, { words: { gives }, money, percent }: Pick<PageFormats, "words" | "money" | "percent">): string {
  switch (grant.kind) {
    case "amount_off":
      return fill(gives.amountOff, { amount: money(grant.amountMinor) });
    case "percent_off":
      return fill(gives.percentOff, { percent: percent(grant.percent) });
    case "free_shipping":
      return gives.freeShipping;
    case "free_product":
      return gives.freeProduct;
    case "store_credit":
      return fill(gives.storeCredit, { amount: money(grant.amountMinor) });
    case "gift_card":
      return fill(gives.giftCard, { amount: money(grant.amountMinor) });
  }
}

/** What a reward gives, as a line of its own: "Free shipping". */
export function grantLine(grant: RewardGrant, formats: Pick<ShopperFormats, "language" | "words" | "money" | "percent">): string {
  const [first = "", ...rest] = grantSentence(grant, formats);
  return first.toLocaleUpperCase(formats.language) + rest.join("");
}

/** What a code needs, as one sentence: its last day, its smallest order, what it does not combine with. `endsAt` null: without an end. */
export function termsSentence({ endsAt, minimumOrderMinor, combinesWith }: { endsAt: Date | null; minimumOrderMinor: number; combinesWith: CombinesWith }, formats: ShopperFormats): string {
  const { terms } = formats.words;
  const parts = [
    endsAt ? fill(terms.until, { day: formats.lastDay(endsAt) }) : terms.noEnd,
    ...(minimumOrderMinor > 0 ? [fill(terms.from, { amount: formats.money(minimumOrderMinor) })] : []),
    ...refusedWords(combinesWith, terms),
  ];
  const [comma, stop] = formats.words.points.one === undefined ? ["，", "。"] : [", ", "."];
  return parts.join(comma) + stop;
}

function refusedWords({ orderDiscounts, productDiscounts, shippingDiscounts }: CombinesWith, terms: ShopperFormats["words"]["terms"]): string[] {
  if (!orderDiscounts && !productDiscounts && !shippingDiscounts) return [terms.alone];
  return [...(orderDiscounts ? [] : [terms.notOrder]), ...(productDiscounts ? [] : [terms.notProduct]), ...(shippingDiscounts ? [] : [terms.notShipping])];
}

/** What a discount does not combine with, as a sentence of its own; null where it combines with everything. */
export function refusalSentence(combinesWith: CombinesWith, language: Language): string | null {
  const { terms, points } = SHOPPER_WORDS[language];
  const isAny = combinesWith.orderDiscounts && combinesWith.productDiscounts && combinesWith.shippingDiscounts;
  if (isAny) return null;
  const [comma, stop] = points.one === undefined ? ["，", "。"] : [", ", "."];
  const [first = "", ...rest] = refusedWords(combinesWith, terms).join(comma) + stop;
  return first.toLocaleUpperCase(language) + rest.join("");
}

/** "Your third order earns triple." `rank` is the number of the next order; null where it earns like any. */
export function nextOrderSentence({ rank, multiplier }: { rank: number; multiplier: number }, { words, number }: ShopperFormats): string | null {
  if (multiplier <= 1) return null;
  const nth = words.nth[rank] ?? words.nthOther;
  const { double, triple, times } = words.nextOrder;
  return fill(multiplier === 2 ? double : multiplier === 3 ? triple : times, { nth, n: number(multiplier) });
}

/** What an order waits for before its points are there or can be spent; `nobody`: without a customer or an address that could become one. */
export type EarnsAwait = "payment" | "fulfillment" | "account" | "nobody" | "undone";

/** What an order earns, or why nothing. It may count only when it is paid, and its return window may start only when it is sent. */
export function earnsSentence({ points, spendableFrom, awaits }: { points: number; spendableFrom: Date | null; awaits: EarnsAwait | null }, { words, points: pointsWords, day }: ShopperFormats): string {
  if (points === 0) {
    const reasons: Partial<Record<EarnsAwait, string>> = { payment: words.earnsWhenPaid, account: words.earnsWhenKnown, nobody: words.earnsNobody, undone: words.earnsUndone };
    return (awaits && reasons[awaits]) ?? words.earnsNothing;
  }
  if (spendableFrom) return fill(words.earnsFrom, { points: pointsWords(points), day: day(spendableFrom) });
  return fill(awaits === "fulfillment" ? words.earnsOnceSent : words.earns, { points: pointsWords(points) });
}

/**
 * Pending points with the day from which they can be spent: that of all where it is one, else the first. `settlesAt` has one
 * instant for each order, null for one that nobody can date yet.
 */
export function pendingSentence({ points, settlesAt }: { points: number; settlesAt: (string | null)[] }, { words, points: pointsWords, day }: ShopperFormats): string {
  const days = new Set(settlesAt.flatMap((at) => at ?? []).toSorted().map((at) => day(new Date(at))));
  const [first] = days;
  if (first === undefined) return fill(words.pendingLater, { points: pointsWords(points) });
  const isOneDay = days.size === 1 && !settlesAt.includes(null);
  return fill(isOneDay ? words.pendingFrom : words.pendingFirst, { points: pointsWords(points), day: first });
}
