import type { z } from "zod";
import {
  basketQuestion, offersQuestion, orderQuestion, redeemQuestion, rewardsQuestion,
  type BasketAnswer, type OffersAnswer, type OrderAnswer, type RedeemAnswer, type RewardsAnswer,
} from "#app/contract/checkout-api.ts";
import { now } from "#app/platform/clock.server.ts";
import { tellBasket } from "#app/queries/basket-answer.server.ts";
import { isProgramRunning, tellOrder } from "#app/queries/order-answer.server.ts";
import { tellRedeemed } from "#app/queries/redeem-answer.server.ts";
import { tellRewards } from "#app/queries/rewards-answer.server.ts";
import { loadShopperFormats } from "#app/queries/shopper-formats.server.ts";
import { findShopperOrder } from "#app/queries/shopper-order.server.ts";
import type { Shopper } from "#app/shopify/authenticate-shopper.server.ts";
import { claimAccount } from "#app/usecases/claim-account.server.ts";
import { wantOffers } from "#app/usecases/want-offers.server.ts";
import { redeemReward } from "#app/usecases/redeem-reward.server.ts";
import { judgeNextOrder } from "#app/usecases/judge-next-order.server.ts";
import { madeRedemption } from "#app/usecases/made-redemption.server.ts";
import { seeOrder } from "#app/usecases/see-order.server.ts";
import { settleDueMember } from "#app/usecases/settle-due-member.server.ts";

/** A question that is not as the contract says; the message is a sentence. */
export class QuestionError extends Error {}

const NOT_WITH_US = { state: "not_with_us", retryAfterMs: 1_500 } as const;
const SIGNED_OUT = { state: "signed_out" } as const;

function read<Schema extends z.ZodType>(schema: Schema, question: unknown): z.output<Schema> {
  const parsed = schema.safeParse(question, { error: ({ path = [] }) => (path.length === 0 ? "The question must be a JSON object." : `${path.join(".")} is not as it should be.`) });
  if (!parsed.success) throw new QuestionError(parsed.error.issues[0]?.message ?? "The question is not well made.");
  return parsed.data;
}

// gid://shopify/OrderIdentity/1 on the thank-you page, gid://shopify/Order/1 elsewhere: the same order.
const digitsOf = (orderId: string): string => /\d+$/.exec(orderId)?.[0] ?? "";

/** What an order has earned and what comes with it, to whoever may hear of it. Throws `QuestionError` for a question that is not well made, as all answers here do. */
export async function answerOrder({ shop, customerId }: Shopper, question: unknown): Promise<OrderAnswer> {
  const { orderId, checkoutToken, surface, locale } = read(orderQuestion, question);
  const at = now();
  if (!(await isProgramRunning(shop.id, at))) return { state: "off" };
  const find = () => findShopperOrder(shop, { orderId: digitsOf(orderId), checkoutToken, customerId });
  const found = await find();
  if (!found) return NOT_WITH_US;
  const seen = await seeOrder(shop.id, { ...found, surface, now: at });
  // Settling may have moved it to another customer.
  const order = (await find()) ?? found;
  return tellOrder(shop, { order, ...seen, formats: await loadShopperFormats(shop, locale, at), now: now() });
}

/** Declines offers for the customer of an order, or asks for them again: whoever may hear of the order may. Without an order, for who is signed in. */
export async function answerOffers({ shop, customerId }: Shopper, question: unknown): Promise<OffersAnswer> {
  const { orderId, checkoutToken, locale, wanted } = read(offersQuestion, question);
  const order = orderId === null ? undefined : await findShopperOrder(shop, { orderId: digitsOf(orderId), checkoutToken, customerId });
  const decidedFor = orderId === null ? customerId : (order?.customerId ?? null);
  if (decidedFor === null || !(await wantOffers(shop.id, { customerId: decidedFor, wanted, now: now() }))) return NOT_WITH_US;
  const { words } = await loadShopperFormats(shop, locale, now());
  return { state: "saved", offersDeclined: !wanted, sentence: wanted ? words.wanted : words.declined };
}

/** What a customer has and can have for it, signed in only. */
export async function answerRewards({ shop, customerId }: Shopper, question: unknown): Promise<RewardsAnswer> {
  const { locale } = read(rewardsQuestion, question);
  if (customerId === null) return SIGNED_OUT;
  if ((await claimAccount(shop.id, { customerId, now: now() })) !== "busy") await settleDueMember(shop.id, customerId, now());
  return tellRewards(shop, { customerId, formats: await loadShopperFormats(shop, locale, now()), now: now() });
}

/** Buys a reward with the points of who is signed in: once for a key, however often it is sent. */
export async function answerRedeem({ shop, customerId }: Shopper, question: unknown): Promise<RedeemAnswer> {
  const { rewardId, points, idempotencyKey, locale } = read(redeemQuestion, question);
  if (customerId === null) return SIGNED_OUT;
  await claimAccount(shop.id, { customerId, now: now() });
  const request = { customerId, rewardId, idempotencyKey: `shopper:${customerId}:${idempotencyKey}`, by: { kind: "customer" } as const, now: now() };
  const redeemed = await redeemReward(shop.id, points === null ? request : { ...request, points });
  const redemptionId = redeemed.outcome === "redeemed" ? redeemed.redemption.redemptionId : null;
  if (redemptionId !== null) await madeRedemption(shop.id, redemptionId);
  return tellRedeemed(shop, { redeemed: redemptionId === null ? redeemed.outcome : { redemptionId }, rewardId, customerId, formats: await loadShopperFormats(shop, locale, now()), now: now() });
}

/** What a basket would earn at least, for anybody; by the customer's own stage, tier and rank where one is signed in. */
export async function answerBasket({ shop, customerId }: Shopper, question: unknown): Promise<BasketAnswer> {
  const { locale, currency, lines, taxMinor } = read(basketQuestion, question);
  if (customerId !== null) await settleDueMember(shop.id, customerId, now());
  const buyer = customerId === null ? undefined : await judgeNextOrder(shop, customerId, now());
  return tellBasket(shop, { buyer, currency, lines, taxMinor, formats: await loadShopperFormats(shop, locale, now()), now: now() });
}
