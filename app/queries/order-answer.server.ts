import type { KnownOrder, OrderOffer } from "#app/contract/checkout-api.ts";
import { customerAccountsOf } from "#app/domain/account/customer-accounts.ts";
import type { ConfirmationCode } from "#app/domain/confirmation/confirmation-code.ts";
import type { ShopperFormats } from "#app/domain/confirmation/shopper-formats.ts";
import { earnsSentence, offerSentence, pendingSentence, termsSentence, type EarnsAwait } from "#app/domain/confirmation/shopper-sentences.ts";
import { fill } from "#app/domain/confirmation/words/catalogue.ts";
import { programAt } from "#app/domain/program/program.ts";
import { pool } from "#app/platform/db.server.ts";
import { isOffersDeclined } from "#app/store/declined-offers.server.ts";
import { findAccountKind } from "#app/store/member-accounts.server.ts";
import { findOrderCounting, type OrderCounting } from "#app/store/order-counting.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { findCustomerPoints, type CustomerPoints } from "./customer-points.server.ts";
import type { PageShop } from "./find-installed-shop.server.ts";
import { nextOrderAfter } from "./next-order.server.ts";
import type { ShopperOrder } from "./shopper-order.server.ts";

const MAKING_MS = 1_000;

interface OrderTelling {
  order: ShopperOrder;
  code: ConfirmationCode | null;
  /** Whether nobody could say yet if a code comes with it. */
  isBusy: boolean;
  claimedNow: boolean;
  formats: ShopperFormats;
  now: Date;
}

/** Whether the shop has a program that is not paused; without one the blocks show nothing, whoever asks. */
export async function isProgramRunning(shopId: number, now: Date): Promise<boolean> {
  const live = programAt(await listProgramVersions(pool, shopId), now);
  return live !== undefined && !live.isPaused;
}

/** What a block says about an order whose reader may hear of it. Balances are told only to its customer, signed in. */
export async function tellOrder(shop: PageShop, { order, code, isBusy, claimedNow, formats, now }: OrderTelling): Promise<KnownOrder> {
  const { customerId } = order;
  const points = customerId === null ? null : await findCustomerPoints(shop, customerId, now);
  const earned = await findEarned(shop.id, order);
  const counting: OrderCounting = customerId === null ? { state: "left_out" } : await findOrderCounting(pool, shop.id, { orderId: order.orderId, now });
  const pending = points?.pendingOrders.find(({ orderId }) => orderId === order.orderId);
  const settlesAt = pending?.settlesAt ?? null;
  const spendableFrom = settlesAt && new Date(settlesAt) > now ? new Date(settlesAt) : null;
  const account = await accountOf(shop, points, formats);
  // Whoever has to sign in first cannot spend them from a day on; the line below says what to do.
  const isUnclaimed = account.state === "unclaimed";
  const declined = customerId === null ? null : await isOffersDeclined(pool, shop.id, customerId);
  // Who wants no offers is given no code; one that they have stays theirs, and the link in their mail leads to it too.
  const offer = code ? offerOf(code, { shop, formats, now }) : null;
  return {
    state: "known",
    orderName: order.name,
    earns: {
      points: earned,
      sentence: earnsSentence({ points: earned, spendableFrom: isUnclaimed ? null : spendableFrom, awaits: awaitedBy(order, counting) ?? (isUnclaimed ? null : (pending?.awaits ?? null)) }, formats),
      spendableFrom: spendableFrom?.toISOString() ?? null,
    },
    account,
    balance: order.isOwner && points ? balanceOf(points, { claimedNow, spendableFrom, formats }) : null,
    nextOrder: customerId === null ? null : await nextOrderAfter(shop, { customerId, order, counting, formats, now }),
    offer,
    offersDeclined: declined,
    retryAfterMs: offer?.state === "making" || isBusy ? MAKING_MS : null,
  };
}

function awaitedBy({ isUndone, customerId, hasEmail, paidAt }: ShopperOrder, { state }: OrderCounting): EarnsAwait | null {
  if (isUndone) return "undone";
  if (customerId === null) return hasEmail ? "account" : "nobody";
  return paidAt === null && state !== "left_out" ? "payment" : null;
}

/** Points that are booked for an order: pending or given, less what was taken back. */
async function findEarned(shopId: number, { orderId, customerId }: ShopperOrder): Promise<number> {
  if (customerId === null) return 0;
  const { rows } = await pool.query<{ points: number }>(
    "SELECT greatest(0, pending_points + credited_points - reversed_points - waived_points)::float8 AS points FROM order_bookings WHERE shop_id = $1 AND order_id = $2 AND customer_id = $3",
    [shopId, orderId, customerId],
  );
  return rows[0]?.points ?? 0;
}

async function accountOf(shop: PageShop, points: CustomerPoints | null, { words, points: pointsWords }: ShopperFormats): Promise<KnownOrder["account"]> {
  if (!points) return { state: "none" };
  if (points.isClaimed) return { state: "claimed" };
  const waitingPoints = points.waitingPoints + points.pendingPoints;
  if (waitingPoints === 0) return { state: "none" };
  const accounts = customerAccountsOf(await findAccountKind(pool, shop.id));
  const sentence = fill(accounts.signInWith === "password" ? words.waitingPassword : words.waiting, { points: pointsWords(waitingPoints) });
  return { state: "unclaimed", waitingPoints, sentence, signInUrl: accounts.signInUrl(shop) };
}

function balanceOf(
  { availablePoints, pendingPoints, pendingOrders }: CustomerPoints,
  { claimedNow, spendableFrom, formats }: { claimedNow: boolean; spendableFrom: Date | null; formats: ShopperFormats },
): KnownOrder["balance"] {
  const { words, points, day } = formats;
  const claimed = points(Math.max(0, availablePoints) + pendingPoints);
  const claimedSentence = spendableFrom && availablePoints <= 0 ? fill(words.claimedFrom, { points: claimed, day: day(spendableFrom) }) : fill(words.claimed, { points: claimed });
  const pending = pendingSentence({ points: pendingPoints, settlesAt: pendingOrders.map(({ settlesAt }) => settlesAt) }, formats);
  const balanceSentence = fill(pendingPoints > 0 ? words.balancePending : words.balance, { points: points(availablePoints), pending });
  return { availablePoints, pendingPoints, claimedNow, sentence: claimedNow ? claimedSentence : balanceSentence };
}

/** What a block says of a code; null for one that is not to be had any more. */
export function offerOf({ code, state, terms, endsAt }: ConfirmationCode, { shop, formats, now }: { shop: { domain: string }; formats: ShopperFormats; now: Date }): OrderOffer | null {
  if (state === "used") return { state: "used", code, sentence: formats.words.offerUsed };
  if (endsAt <= now) return null;
  if (state === "making") return { state: "making" };
  if (state !== "ready") return null;
  const { minimumOrderMinor, currency, combinesWith } = terms;
  return {
    state: "ready",
    code,
    useUrl: discountUrl(shop, code),
    sentence: offerSentence(terms.grant, formats),
    terms: termsSentence({ endsAt, minimumOrderMinor, combinesWith }, formats),
    needs: { minimumOrderMinor, currency, endsAt: endsAt.toISOString(), combinesWith },
  };
}

/** Shopify's own link that puts a code into the cart. */
export const discountUrl = ({ domain }: { domain: string }, code: string): string => `https://${domain}/discount/${encodeURIComponent(code)}`;
