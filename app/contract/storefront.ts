import { z } from "zod";
import { calendarDay } from "./points.ts";

/*
 * What the blocks of the theme ask when a shopper touches them, on the shop's own address: `/apps/thrice/{door}`. Shopify
 * adds the shop, the customer who is signed in, the time and its signature, and forwards it. Every answer that is not listed
 * here is a `storefrontProblem` with a status of 400 or more; what Shopify did not sign gets 401 and no words.
 *
 * `?locale=` is the language of the page, as Shopify names it; sentences come finished in it (en, de, fr, es, ru, et, zh-CN,
 * ar; others read the shop's own). Nothing may be kept by a cache.
 */

/** Where each question goes. */
export const STOREFRONT_DOORS = {
  /** GET `?locale=&cursor=`: a `storefrontHistory`. */
  history: "history",
  /** POST of a `redemptionRequest` as `application/json`: a `storefrontRedemption`. */
  redeem: "redeem",
  /** GET `?id=`: the `storefrontRedemption` as it stands now. */
  redemption: "redemption",
} as const;

/** One movement of points, pending ones included, so that a history adds up; 0 where nothing was earned or taken. `sentence` says why. */
export const storefrontEntry = z.object({ occurredOn: calendarDay, points: z.int(), sentence: z.string() });

/** The customer's own movements, newest first: five to begin with, then up to twenty a page. `nextCursor` goes into `cursor` and is null on the last page. */
export const storefrontHistory = z.object({ entries: z.array(storefrontEntry).max(20), nextCursor: z.string().nullable() });

/**
 * `requestId`: made once for a click and sent again with every retry of it; the same id gives the same redemption, and
 * another question under it is refused. `points`: what the customer saw as the price, or chose where there is a choice; a
 * price that is another by now is refused.
 */
export const redemptionRequest = z.object({ rewardId: z.string().min(1).max(60), points: z.int().min(1).max(1_000_000_000).optional(), requestId: z.uuid() });

/** What the customer can spend now, in points, and the nearest reward that they cannot pay yet, as the metafield of the customer has them. */
export const storefrontBalance = z.object({ available: z.int(), nextReward: z.object({ name: z.string(), pointsToGo: z.int() }).nullable() });

/**
 * `ready`, 200: `value` says what it gives ("£5.00 off"); `url`, under the shop's own address, puts the code into the cart.
 * `code` is null for what needs none (store credit), `url` for what is no discount. `preparing`, 202: Shopify has yet to make
 * the code; ask `redemption` a second later. `balance` is what is left: the metafield, which pages are made of, follows later.
 */
export const storefrontRedemption = z.discriminatedUnion("status", [
  z.object({ status: z.literal("ready"), code: z.string().nullable(), value: z.string(), url: z.string().nullable(), balance: storefrontBalance }),
  z.object({ status: z.literal("preparing"), redemptionId: z.string(), balance: storefrontBalance }),
]);

export const STOREFRONT_REASONS = ["not_enough_points", "not_signed_in", "not_available", "changed", "busy"] as const;

/**
 * What did not work, as application/problem+json. `detail` is a sentence for the shopper in the language of the page; `busy`
 * comes with `Retry-After` in seconds, and the same request may be sent again. `balance` comes with what a redemption of theirs was refused for.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export const storefrontProblem = z.object({ type: z.literal("about:blank"), title: z.string(), status: z.int(), reason: z.enum(STOREFRONT_REASONS), detail: z.string(), balance: storefrontBalance.optional() });

export type StorefrontHistory = z.output<typeof storefrontHistory>;
export type StorefrontBalance = z.output<typeof storefrontBalance>;
export type RedemptionRequest = z.output<typeof redemptionRequest>;
export type StorefrontRedemption = z.output<typeof storefrontRedemption>;
export type StorefrontReason = (typeof STOREFRONT_REASONS)[number];
export type StorefrontProblem = z.output<typeof storefrontProblem>;
