import type { OfferedReward, OwnCode } from "#app/contract/checkout-api.ts";
import type { ConfirmationCode } from "#app/domain/confirmation/confirmation-code.ts";
import type { ShopperFormats } from "#app/domain/confirmation/shopper-formats.ts";
import { grantSentence, offerSentence, termsSentence } from "#app/domain/confirmation/shopper-sentences.ts";
import { fill } from "#app/domain/confirmation/words/catalogue.ts";
import { quoteRedemption, type Quote } from "#app/domain/redemption/quote-redemption.ts";
import { isDiscount } from "#app/domain/redemption/reward-grant.ts";
import type { Reward } from "#app/domain/redemption/reward.ts";
import type { Redemption } from "#app/domain/redemption/redemption.ts";
import { discountUrl } from "./order-answer.server.ts";

interface Offering {
  availablePoints: number;
  timeZone: string;
  formats: ShopperFormats;
  now: Date;
}

const ENOUGH = 1_000_000_000;

/** A reward as a shopper reads it, with what it takes; null for one that is not offered now. */
export function offeredRewardOf(reward: Reward, { availablePoints, timeZone, formats, now }: Offering): OfferedReward | null {
  const { words, points } = formats;
  const quoted = quoteRedemption(reward, { availablePoints: ENOUGH, now, timeZone });
  if (quoted.outcome !== "quoted") return null;
  const { quote } = quoted;
  const missingPoints = Math.max(0, quote.points - availablePoints);
  const gives = grantSentence(quote.grant, formats);
  const terms = quoteTerms(quote, formats);
  const confirm = fill(words.confirm, { points: points(quote.points), reward: gives, terms, left: points(availablePoints - quote.points) });
  return {
    rewardId: reward.id,
    name: reward.name,
    gives,
    costPoints: quote.points,
    missingPoints,
    cost: missingPoints > 0 ? fill(words.toGo, { points: points(missingPoints) }) : points(quote.points),
    terms,
    confirm: missingPoints > 0 ? null : confirm,
    choice: reward.kind === "slider" && missingPoints === 0 ? choiceOf(reward, availablePoints) : null,
  };
}

function choiceOf({ minimumPoints, maximumPoints, stepPoints }: Extract<Reward, { kind: "slider" }>, availablePoints: number): OfferedReward["choice"] {
  const reach = Math.min(maximumPoints, availablePoints);
  return { minimumPoints, maximumPoints: minimumPoints + Math.floor((reach - minimumPoints) / stepPoints) * stepPoints, stepPoints };
}

// Store credit and gift cards are no discounts: nothing combines or not with them.
const quoteTerms = ({ grant, endsAt, minimumOrderMinor, combinesWith }: Pick<Quote, "grant" | "minimumOrderMinor" | "combinesWith"> & { endsAt: Date | null }, formats: ShopperFormats): string =>
  isDiscount(grant) ? termsSentence({ endsAt, minimumOrderMinor, combinesWith }, formats) : termsSentence({ endsAt, minimumOrderMinor: 0, combinesWith: COMBINES }, formats);

const COMBINES = { orderDiscounts: true, productDiscounts: true, shippingDiscounts: true };

/** A code that points bought, or that was given; null for one whose points came back. */
export function codeOfRedemption({ redemptionId, state, code, grant, reward, endsAt }: Redemption, { shop, formats, now }: { shop: { domain: string }; formats: ShopperFormats; now: Date }): OwnCode | null {
  if (state === "returned" || state === "releasing") return null;
  const isOver = state === "issued" && endsAt !== null && endsAt <= now;
  const shown = state === "issuing" ? null : code;
  return {
    id: redemptionId,
    source: "points",
    state: state === "issuing" ? "making" : state === "used" ? "used" : isOver ? "ended" : "ready",
    code: shown,
    useUrl: state === "issued" && !isOver && shown !== null && isDiscount(grant) ? discountUrl(shop, shown) : null,
    sentence: grantSentence(grant, formats),
    terms: quoteTerms({ grant, endsAt, minimumOrderMinor: reward.minimumOrderMinor, combinesWith: reward.combinesWith }, formats),
  };
}

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
    sentence: offerSentence(terms.grant, formats),
    terms: termsSentence({ endsAt, minimumOrderMinor: terms.minimumOrderMinor, combinesWith: terms.combinesWith }, formats),
  };
}
