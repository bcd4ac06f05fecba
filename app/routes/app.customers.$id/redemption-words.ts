import type { RedemptionAnswer } from "#app/contract/redemptions.ts";
import type { RewardGrant } from "#app/domain/redemption/reward-grant.ts";
import { isDiscount } from "#app/domain/redemption/reward-grant.ts";
import { isUnclear, type ReturnReason } from "#app/domain/redemption/redemption.ts";
import type { Formats } from "#app/ui/formats.ts";
import { lastDay, namedGrant } from "#app/ui/reward-words.ts";

/** Where a redemption stands, in a sentence or two for the merchant. */
export function redemptionWords({ state, grant: plainGrant, points, origin, orderId, endsAt, returnReason, refusal, vouched }: RedemptionAnswer, formats: Formats): string {
  const size = formats.points(points);
  const grant = plainGrant as RewardGrant;
  switch (state) {
    case "issuing":
      if (refusal && points === 0) return `${refusal} If it is not there, give it yourself. Then say here that it is there.`;
      if (refusal) return `${refusal} If it is there, say so here. If it is not, take the reward back, and ${size} return. Until then ${points === 1 ? "it is" : "they are"} held.`;
      return points === 0 ? "Asking Shopify for it." : `Asking Shopify for it. ${size} ${points === 1 ? "is" : "are"} held.`;
    case "issued":
      if (refusal) return `Its order was undone, but Shopify did not take it back: ${ended(refusal)}`;
      if (grant.kind === "store_credit") return `${formats.money(grant.amountMinor)} is in the customer’s store credit${vouched ? `, as ${vouched.by} said on ${formats.day(vouched.at)}` : ""}.`;
      if (origin === "tier") return "Works on any order while the customer is in the tier.";
      return endsAt ? `Can be used until ${lastDay(endsAt, formats)}.` : "Can be used.";
    case "used":
      return isDiscount(grant) || orderId !== null ? "Used on an order." : "It was used before its order was undone, and stays.";
    case "releasing":
      if (!isDiscount(grant) && refusal) return `Its order was undone. ${refusal}`;
      if (!isDiscount(grant)) return "Its order was undone. What is left of it is being taken back.";
      return points === 0 ? "The code is being taken back." : `The code is being taken back. ${size} return as soon as Shopify confirms that no order carries it, which takes a minute or two.`;
    case "returned":
      if (grant.kind === "store_credit" && returnReason === "cancelled" && origin !== "bought") return "Its order was undone. What was left of it was taken back.";
      return returnWords(returnReason, refusal, points === 0 ? "" : `${size} came back.`);
  }
}

const ended = (sentence: string) => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`);

const RETURNED = {
  refused: "Shopify refused it.",
  unused: "It was not used in time.",
  cancelled: "It was taken back before it was used.",
  order_cancelled: "The order that used it was cancelled.",
  order_refunded: "The order that used it was refunded in full.",
} as const satisfies Record<ReturnReason, string>;

function returnWords(reason: ReturnReason | null, refusal: string | null, back: string): string {
  const why = reason === "refused" && refusal ? `Shopify refused it: ${ended(refusal)}` : reason ? RETURNED[reason] : "";
  return `${why} ${back}`.trim();
}

/** What was bought, as the name that customers read and what it gives, once where both say the same. */
export const redemptionTitle = ({ rewardName, grant }: RedemptionAnswer, formats: Formats): string => namedGrant(rewardName, grant as RewardGrant, formats);

/** Store credit and gift cards are gone once they are given, if that is known, and free shipping ends with its tier; another code can be taken back while no order carries it. */
export const isCancellable = (redemption: RedemptionAnswer): boolean =>
  isAnswerLost(redemption) ? redemption.points > 0 : (redemption.state === "issuing" || redemption.state === "issued") && isDiscount(redemption.grant as RewardGrant) && redemption.origin !== "tier";

/** Whether the merchant can close it by saying that it was given. */
export const isVouchable = ({ state, grant, refusal }: RedemptionAnswer): boolean => isUnclear({ state, grant: grant as RewardGrant, refusal });

/** Whether Shopify's answer about money was lost for good, when it was given or when it was taken back. */
export const isAnswerLost = (redemption: RedemptionAnswer): boolean =>
  isVouchable(redemption) || (redemption.state === "releasing" && !isDiscount(redemption.grant as RewardGrant) && redemption.refusal !== null);

/** Whether Shopify has yet to answer, so that the page should look again. */
export const isMoving = (redemption: RedemptionAnswer): boolean => (redemption.state === "issuing" || redemption.state === "releasing") && !isAnswerLost(redemption);
