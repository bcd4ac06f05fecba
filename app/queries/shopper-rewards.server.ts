import type { OfferedReward, OwnCode } from "#app/contract/checkout-api.ts";
import type { ConfirmationCode } from "#app/domain/confirmation/confirmation-code.ts";
import { isUnnamed, rewardTitle } from "#app/domain/confirmation/reward-title.ts";
import type { ShopperFormats } from "#app/domain/confirmation/shopper-formats.ts";
import { grantLine, grantSentence, offerSentence, termsSentence } from "#app/domain/confirmation/shopper-sentences.ts";
import { fill } from "#app/domain/confirmation/words/catalogue.ts";
import { quoteRedemption, type Quote } from "#app/domain/redemption/quote-redemption.ts";
import { isDiscount } from "#app/domain/redemption/reward-grant.ts";
import type { Reward } from "#app/domain/redemption/reward.ts";
import { isUnclear, type Redemption } from "#app/domain/redemption/redemption.ts";
import { discountUrl } from "./order-answer.server.ts";

interface Offering {
  availablePoints: number;
  timeZone: string;
  formats: ShopperFormats;
  now: Date;
}

const ENOUGH = 1_000_000_000;
/** A slider with finer steps is offered in coarser ones: nobody chooses among more. */
const OPTIONS_MAX = 50;

/** A reward as a shopper reads it, with what it takes; null for one that is not offered now. */
export function offeredRewardOf(reward: Reward, { availablePoints, timeZone, formats, now }: Offering): OfferedReward | null {
  const { words, points } = formats;
  const quoted = quoteRedemption(reward, { availablePoints: ENOUGH, now, timeZone });
  if (quoted.outcome !== "quoted") return null;
  const { quote } = quoted;
  const missingPoints = Math.max(0, quote.points - availablePoints);
  const terms = quoteTerms(quote, formats);
  const gives = grantLine(quote.grant, formats);
  return {
    rewardId: reward.id,
    name: rewardTitle({ ...reward, grant: quote.grant }, formats),
    gives,
    detail: isUnnamed({ ...reward, grant: quote.grant }, formats) ? null : gives,
    costPoints: quote.points,
    missingPoints,
    cost: missingPoints > 0 ? fill(words.toGo, { points: points(missingPoints) }) : points(quote.points),
    terms,
    confirm: missingPoints > 0 ? null : confirmOf(quote, { availablePoints, formats }),
    choice: reward.kind === "slider" && missingPoints === 0 ? choiceOf(reward, { availablePoints, timeZone, formats, now }) : null,
  };
}

/** What a customer is asked before the points are spent. */
const confirmOf = (quote: Quote, { availablePoints, formats }: Pick<Offering, "availablePoints" | "formats">): string =>
  fill(formats.words.confirm, { points: formats.points(quote.points), reward: grantSentence(quote.grant, formats), terms: quoteTerms(quote, formats), left: formats.points(availablePoints - quote.points) });

function choiceOf(reward: Extract<Reward, { kind: "slider" }>, { availablePoints, timeZone, formats, now }: Offering): OfferedReward["choice"] {
  const { minimumPoints, maximumPoints } = reward;
  const span = Math.min(maximumPoints, availablePoints) - minimumPoints;
  const stepPoints = reward.stepPoints * Math.max(1, Math.ceil(Math.floor(span / reward.stepPoints) / (OPTIONS_MAX - 1)));
  const options = Array.from({ length: Math.floor(span / stepPoints) + 1 }, (_, at) => minimumPoints + at * stepPoints).flatMap((points) => {
    const quoted = quoteRedemption(reward, { points, availablePoints, now, timeZone });
    if (quoted.outcome !== "quoted") return [];
    const { quote } = quoted;
    return [{ points, gives: grantLine(quote.grant, formats), cost: formats.points(points), confirm: confirmOf(quote, { availablePoints, formats }) }];
  });
  return { minimumPoints, maximumPoints: minimumPoints + Math.floor(span / stepPoints) * stepPoints, stepPoints, options };
}

// Store credit and gift cards are no discounts: nothing combines or not with them.
const quoteTerms = ({ grant, endsAt, minimumOrderMinor, combinesWith }: Pick<Quote, "grant" | "minimumOrderMinor" | "combinesWith"> & { endsAt: Date | null }, formats: ShopperFormats): string =>
  isDiscount(grant) ? termsSentence({ endsAt, minimumOrderMinor, combinesWith }, formats) : termsSentence({ endsAt, minimumOrderMinor: 0, combinesWith: COMBINES }, formats);

const COMBINES = { orderDiscounts: true, productDiscounts: true, shippingDiscounts: true };

/** How a shopper sees a redemption at an instant; null for one whose points came back, or are coming. */
export function shownState({ state, endsAt }: Pick<Redemption, "state" | "endsAt">, now: Date): OwnCode["state"] | null {
  if (state === "returned" || state === "releasing") return null;
  if (state !== "issued") return state === "issuing" ? "making" : "used";
  return endsAt !== null && endsAt <= now ? "ended" : "ready";
}

/** A code that points bought, or that was given; null for one whose points came back. */
export function codeOfRedemption(redemption: Redemption, { shop, formats, now }: { shop: { domain: string }; formats: ShopperFormats; now: Date }): OwnCode | null {
  const { redemptionId, code, grant, reward, endsAt } = redemption;
  const state = shownState(redemption, now);
  if (state === null) return null;
  const shown = state === "making" ? null : code;
  const sentence = grantLine(grant, formats);
  const terms = quoteTerms({ grant, endsAt, minimumOrderMinor: reward.minimumOrderMinor, combinesWith: reward.combinesWith }, formats);
  return {
    id: redemptionId,
    source: "points",
    state,
    code: shown,
    useUrl: state === "ready" && shown !== null && isDiscount(grant) ? discountUrl(shop, shown) : null,
    name: isUnnamed({ ...reward, grant }, formats) ? null : reward.name,
    sentence,
    standing: grant.kind === "store_credit" && state === "making" ? formats.words.storeCredit[isUnclear(redemption) ? "unclear" : "making"] : null,
    terms: grant.kind === "store_credit" && state === "ready" ? joined([formats.words.storeCredit.ready, terms], formats) : terms,
  };
}

const joined = (sentences: string[], { language }: ShopperFormats): string => sentences.join(language === "zh-CN" ? "" : " ");

/** A code that came with an order; null for one that was refused or taken back. */
export function codeOfOrder({ orderId, code, state, terms, endsAt }: ConfirmationCode, { shop, formats, now }: { shop: { domain: string }; formats: ShopperFormats; now: Date }): OwnCode | null {
  if (state !== "making" && state !== "ready" && state !== "used") return null;
  const isOver = state === "ready" && endsAt <= now;
  return {
    id: `order-${orderId}`,
    source: "order",
    state: isOver ? "ended" : state,
    code: state === "making" ? null : code,
    useUrl: state === "ready" && !isOver ? discountUrl(shop, code) : null,
    name: null,
    sentence: offerSentence(terms.grant, formats),
    standing: null,
    terms: termsSentence({ endsAt, minimumOrderMinor: terms.minimumOrderMinor, combinesWith: terms.combinesWith }, formats),
  };
}
