import { z } from "zod";
import { currencyCode, instant, minorUnits, wholeCount } from "./values.ts";

/*
 * What the blocks after checkout and on the account pages ask, and what they are told. Every question is a POST of JSON to
 * `{app}{path}` with Shopify's session token as `Authorization: Bearer`. Every answer that is not listed here is a
 * `checkoutProblem` with a status of 400 or more.
 *
 * Sentences come finished, in the language of `locale` (en, de, fr, es, ru, et, zh-CN; others read English): a block
 * translates only its headings, buttons, and what it says while it waits or fails.
 */

/** Where each question goes, under the app's own address. */
export const CHECKOUT_API_PATHS = {
  order: "/checkout-api/order",
  offers: "/checkout-api/offers",
  rewards: "/checkout-api/rewards",
  redeem: "/checkout-api/redeem",
  basket: "/checkout-api/basket",
} as const;

/** The language of the page, as Shopify names it: `en`, `de-DE`, `zh-CN`. */
const locale = z.string().max(35, "locale must be a language tag.").default("en");

/** Shopify names an order on the thank-you page before it exists, as OrderIdentity; the digits are the same. */
const orderGid = z
  .string({ error: "orderId must be the id of an order." })
  .regex(/^(gid:\/\/shopify\/(Order|OrderIdentity)\/)?\d{1,18}$/, "orderId must be the id of an order.");

const namedOrder = {
  orderId: orderGid,
  /** Both must be those of one order. Null where nobody gives it: then only the order's own customer, signed in, is told. */
  checkoutToken: z.string().max(255, "checkoutToken is too long.").nullable().default(null),
  locale,
};

export const orderQuestion = z.object({ ...namedOrder, surface: z.enum(["thank_you", "order_status"], { error: "surface must be thank_you or order_status." }) });

/** What a code needs. `endsAt` is the first instant at which it no longer works; `minimumOrderMinor` is 0 for any order. */
export const codeTerms = z.object({
  minimumOrderMinor: minorUnits,
  currency: currencyCode,
  endsAt: instant,
  combinesWith: z.object({ orderDiscounts: z.boolean(), productDiscounts: z.boolean(), shippingDiscounts: z.boolean() }),
});

/**
 * The code for the next order. `making`: Shopify has yet to confirm it, ask once more after `retryAfterMs`. `sentence` names
 * what it gives ("10% off your next order"), `terms` what it needs ("Valid until 21 December, from £20.00, not with other
 * order discounts."). `useUrl` applies it in the shop.
 */
export const orderOffer = z.discriminatedUnion("state", [
  z.object({ state: z.literal("making") }),
  z.object({ state: z.literal("ready"), code: z.string(), useUrl: z.url(), sentence: z.string(), terms: z.string(), needs: codeTerms }),
  z.object({ state: z.literal("used"), code: z.string(), sentence: z.string() }),
]);

/** What this order earns, in points; 0 with a reason in the sentence. `spendableFrom` is null where they are so already, wait for a sign-in, or nobody can say yet. */
export const orderEarns = z.object({ points: wholeCount, sentence: z.string(), spendableFrom: instant.nullable() });

/**
 * Whether the points are the customer's yet. `unclaimed`: they wait for a sign-in, at `signInUrl` on the thank-you page and
 * by `requireLogin` on the order page; `sentence` says so. `claimed`: an account exists. `none`: the order has no customer
 * whom we know, or the shop offers no accounts.
 */
export const orderAccount = z.discriminatedUnion("state", [
  z.object({ state: z.literal("unclaimed"), waitingPoints: wholeCount, sentence: z.string(), signInUrl: z.url() }),
  z.object({ state: z.literal("claimed") }),
  z.object({ state: z.literal("none") }),
]);

/** Only for the order's customer, signed in. `claimedNow`: the sign-in of this visit claimed the points, and `sentence` says so. */
export const ownBalance = z.object({ availablePoints: z.int(), pendingPoints: wholeCount, claimedNow: z.boolean(), sentence: z.string() });

export const knownOrder = z.object({
  state: z.literal("known"),
  /** The name of the order as the customer reads it: `#1042`. */
  orderName: z.string(),
  earns: orderEarns,
  account: orderAccount,
  balance: ownBalance.nullable(),
  /** "Your third order earns triple."; null where the next order earns like any. */
  nextOrder: z.string().nullable(),
  /** Null where there is none: not eligible, held out, declined before it was given, or not offered here. Nobody is told which. */
  offer: orderOffer.nullable(),
  /** Whether the customer asked for no offers; null where nobody is there to ask. */
  offersDeclined: z.boolean().nullable(),
  /** Ask again after this long, because a part is still being made; null where nothing is. */
  retryAfterMs: wholeCount.nullable(),
});

/**
 * `not_with_us`: the order has not reached us, or does not exist, or is not whose it is claimed to be; nothing tells which.
 * Ask again after `retryAfterMs`, longer each time, and give up after two minutes. `off`: the shop runs no program now, and
 * the block shows nothing.
 */
export const orderAnswer = z.discriminatedUnion("state", [
  z.object({ state: z.literal("not_with_us"), retryAfterMs: wholeCount }),
  z.object({ state: z.literal("off") }),
  knownOrder,
]);

/** "This was a one-off; no offers, please", and its undoing. Without an order: for the customer who is signed in. */
export const offersQuestion = z.object({
  orderId: orderGid.nullable().default(null),
  checkoutToken: namedOrder.checkoutToken,
  locale,
  wanted: z.boolean({ error: "wanted must be true or false." }),
});

/** `not_with_us` as for an order. The sentence confirms what holds from now on. */
export const offersAnswer = z.discriminatedUnion("state", [
  z.object({ state: z.literal("saved"), offersDeclined: z.boolean(), sentence: z.string() }),
  z.object({ state: z.literal("not_with_us"), retryAfterMs: wholeCount }),
]);

export const rewardsQuestion = z.object({ locale });

/** One reward of the list. `missingPoints` is 0 where it is in reach; then it can be redeemed. */
export const offeredReward = z.object({
  rewardId: z.string(),
  name: z.string(),
  /** "£5.00 off". */
  gives: z.string(),
  /** The same where the name does not say it already; else null. */
  detail: z.string().nullable(),
  costPoints: wholeCount,
  missingPoints: wholeCount,
  /** "500 points", and where it is out of reach "80 points to go". */
  cost: z.string(),
  terms: z.string(),
  /** What the customer is asked before the click; null where it is out of reach. */
  confirm: z.string().nullable(),
  /** Where the customer chooses the points: the smallest, the largest that the balance allows, the step, and what each gives and is asked. */
  choice: z
    .object({
      minimumPoints: wholeCount, maximumPoints: wholeCount, stepPoints: wholeCount,
      options: z.array(z.object({ points: wholeCount, gives: z.string(), cost: z.string(), confirm: z.string() })),
    })
    .nullable(),
});

/** What the customer has, from points or from an order's confirmation: a code, or store credit, which has none. `making`: not yet to be used, and `code` is null. */
export const ownCode = z.object({
  id: z.string(),
  source: z.enum(["points", "order"]),
  state: z.enum(["making", "ready", "used", "ended"]),
  code: z.string().nullable(),
  useUrl: z.url().nullable(),
  /** The merchant's name for it; null where that says the same as `sentence`, and for what came with an order. */
  name: z.string().nullable(),
  /** What it gives, as a line of its own: "£5.00 off". */
  sentence: z.string(),
  /** Where it stands, said instead of the words for codes that are not ready; null where those are right. */
  standing: z.string().nullable(),
  terms: z.string(),
});

/** One movement of points, newest first. `points` is signed; `why` is one sentence for the customer. */
export const historyLine = z.object({ id: z.string(), points: z.int(), day: z.string(), why: z.string() });

/**
 * The page of rewards of the customer who is signed in. `signed_out`: the token names nobody. `new_member`: nothing of them
 * has reached us yet.
 */
export const rewardsAnswer = z.discriminatedUnion("state", [
  z.object({ state: z.literal("signed_out") }),
  z.object({ state: z.literal("off") }),
  z.object({ state: z.literal("new_member"), sentence: z.string() }),
  z.object({
    state: z.literal("member"),
    isPaused: z.boolean(),
    availablePoints: z.int(),
    pendingPoints: wholeCount,
    /** "420 points", "120 more from 6 December", "50 of them end on 5 January". */
    balance: z.object({ available: z.string(), pending: z.string().nullable(), expiry: z.string().nullable() }),
    /** `share` is a fraction from 0 to 1 of the road to the next tier. */
    tier: z.object({ name: z.string().nullable(), next: z.object({ sentence: z.string(), share: z.number().min(0).max(1) }).nullable() }).nullable(),
    /** What the next order brings; for whoever is left out of the program, that it brings nothing. */
    nextOrder: z.string().nullable(),
    rewards: z.array(offeredReward),
    codes: z.array(ownCode),
    history: z.array(historyLine),
    offersDeclined: z.boolean(),
  }),
]);

/** `idempotencyKey`: made once for a click and sent again with every retry of it; the same key gives the same code. */
export const redeemQuestion = z.object({
  rewardId: z.string({ error: "rewardId must be the id of a reward." }).min(1).max(60),
  points: z.int().min(1).max(1_000_000_000).nullable().default(null),
  idempotencyKey: z.string({ error: "idempotencyKey is missing." }).regex(/^[A-Za-z0-9_-]{8,100}$/, "idempotencyKey must be 8 to 100 letters, digits, - or _."),
  locale,
});

/** `redeemed` with a code that is `making`: ask again with the same key after `retryAfterMs`. `refused`: the sentence says why, and where the points are. */
export const redeemAnswer = z.discriminatedUnion("state", [
  z.object({ state: z.literal("redeemed"), code: ownCode, retryAfterMs: wholeCount.nullable() }),
  z.object({ state: z.literal("refused"), sentence: z.string() }),
  z.object({ state: z.literal("signed_out") }),
]);

/**
 * The lines of a basket that is being paid, in minor units of `currency`; product ids as Shopify names them. `taxMinor` is all tax
 * of the checkout, also what prices include; null while it is not known.
 */
export const basketQuestion = z.object({
  locale,
  currency: currencyCode,
  lines: z.array(z.object({ productId: z.string().max(100).nullable(), quantity: wholeCount, amountMinor: minorUnits, isShipped: z.boolean() })).max(500),
  taxMinor: minorUnits.nullable(),
});

/**
 * For who is signed in: a code of theirs that this basket can use, which costs nothing more; or where there is none, at most one
 * reward in reach that it could use, to be asked about (`confirm`), redeemed with `redeem`, and its code applied. `off` shows nothing.
 */
export const basketAnswer = z.discriminatedUnion("state", [
  z.object({ state: z.literal("off") }),
  z.object({ state: z.literal("ready"), earns: z.object({ points: wholeCount, sentence: z.string() }), code: ownCode.nullable(), reward: offeredReward.nullable() }),
]);

/**
 * What went wrong, with the status: 400 a question that is not well made, 401 a token that is missing, forged or expired,
 * 404 no such path, 405 not a POST, 413 too long, 429 too many questions (`Retry-After` in seconds), 503 not now. Nothing was changed.
 */
export const checkoutProblem = z.object({ error: z.enum(["bad_question", "bad_token", "no_such_path", "not_allowed", "too_long", "too_many", "not_now"]), message: z.string() });

export type OrderQuestion = z.input<typeof orderQuestion>;
export type OrderAnswer = z.output<typeof orderAnswer>;
export type KnownOrder = z.output<typeof knownOrder>;
export type OrderOffer = z.output<typeof orderOffer>;
export type OffersAnswer = z.output<typeof offersAnswer>;
export type RewardsAnswer = z.output<typeof rewardsAnswer>;
export type OfferedReward = z.output<typeof offeredReward>;
export type OwnCode = z.output<typeof ownCode>;
export type RedeemQuestion = z.input<typeof redeemQuestion>;
export type RedeemAnswer = z.output<typeof redeemAnswer>;
export type BasketAnswer = z.output<typeof basketAnswer>;
export type CheckoutProblem = z.output<typeof checkoutProblem>;
