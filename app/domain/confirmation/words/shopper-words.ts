import type { Language } from "../../messages/language.ts";

/** Forms of a word by the plural rules of the language; `other` is there in every one. */
export type Forms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/**
 * What a shopper reads after checkout, in the account and behind the link of the mail, as whole sentences. Places in braces
 * are filled with finished parts: an amount, a day, so many points.
 */
export interface ShopperWords {
  points: Forms;
  earns: string;
  earnsFrom: string;
  earnsOnceSent: string;
  earnsNothing: string;
  earnsWhenPaid: string;
  earnsWhenKnown: string;
  earnsNobody: string;
  earnsUndone: string;
  basketEarns: string;
  waiting: string;
  waitingPassword: string;
  balance: string;
  /** The balance where more is pending; {pending} is one of the sentences below about that. */
  balancePending: string;
  claimed: string;
  claimedFrom: string;
  /** `nth[2]` is the second order, and so on; any later one is `nthOther`. */
  nth: Record<number, string>;
  nthOther: string;
  nextOrder: Record<"double" | "triple" | "times", string>;
  gives: { amountOff: string; percentOff: string; freeShipping: string; freeProduct: string; storeCredit: string; giftCard: string };
  offer: { amountOff: string; percentOff: string; freeShipping: string };
  /** Where store credit stands, which has no code. `unclear`: only the shop can find out whether it was given. */
  storeCredit: { ready: string; making: string; unclear: string };
  offerUsed: string;
  terms: { until: string; noEnd: string; from: string; alone: string; notOrder: string; notProduct: string; notShipping: string };
  declined: string;
  wanted: string;
  newMember: string;
  excluded: string;
  pendingFrom: string;
  pendingFirst: string;
  pendingLater: string;
  ends: string;
  toGo: string;
  toTier: string;
  toTierOrders: Forms;
  confirm: string;
  refused: { making: string; notEnough: string; notOffered: string; paused: string; debt: string; notClaimed: string; other: string };
  /** The text of the link in the order confirmation. */
  mailLink: string;
  /** What stands before a code that the mail itself prints. */
  mailCode: string;
  claim: { title: string; making: string; ended: string; used: string; notEligible: string; broken: string; tooMany: string; failed: string; toShop: string };
}

export type Catalogue = Record<Language, ShopperWords>;

/** The part of them that the blocks of the theme may show. */
export type StorefrontWords = Pick<ShopperWords, "points" | "newMember" | "gives" | "refused"> & { claim: Pick<ShopperWords["claim"], "ended" | "used" | "tooMany" | "failed"> };
