import type { CustomerId, OrderId } from "../ids.ts";
import { OLD_NEWS_MS } from "../old-news.ts";
import { addDays, localDay, startOfDay } from "../time.ts";
import type { CodeTerms } from "./confirmation-code.ts";
import type { ConfirmationSettings } from "./confirmation-rules.ts";

/**
 * What of an order decides whether a code comes with it. `earlierOrders` are those of the same person that were paid and
 * stand, those from before what we could see included; `otherCodes` came with any other order of theirs and were not taken
 * back. `isPersonKnown`: it has a customer or an e-mail address.
 */
export interface ConfirmedOrder {
  orderId: OrderId;
  name: string | null;
  customerId: CustomerId | null;
  processedAt: Date;
  isTest: boolean;
  isUndone: boolean;
  currency: string;
  totalMinor: number;
  subtotalMinor: number;
  shippingMinor: number;
  isPaid: boolean;
  isPersonKnown: boolean;
  earlierOrders: number;
  otherCodes: number;
  isDeclined: boolean;
  isExcluded: boolean;
}

export type NoCodeReason = "off" | "old_news" | "ended" | "undone" | "test" | "nothing_paid" | "other_currency" | "not_first" | "not_paid" | "declined" | "excluded" | "budget" | "scope_missing" | "held_out";

export type CodeDecision = { outcome: "give"; terms: CodeTerms; reservedMinor: number } | { outcome: "none"; because: NoCodeReason };

/**
 * Whether an order gets a code now, and by which terms, but for the holdout. The end counts from the order, not from the
 * click: an old mail does not go on giving. A block that is opened days later gives nothing new; who clicks the link in the
 * mail asks by themselves. What a code may cost is booked against the month's budget before it is given.
 */
export function decideCode(
  order: ConfirmedOrder,
  { way, rules, since }: ConfirmationSettings,
  { asked, spentMinor, mayWrite, currency, timeZone, now }: { asked: "block" | "link"; spentMinor: number; mayWrite: boolean; currency: string; timeZone: string; now: Date },
): CodeDecision {
  const none = (because: NoCodeReason): CodeDecision => ({ outcome: "none", because });
  // A printed code is there before its order, or not at all; a second one beside it would be one too many.
  if (way === "off" || way === "print" || way === "static" || (asked === "link" && way !== "link")) return none("off");
  if (order.isUndone) return none("undone");
  if (order.isTest) return none("test");
  if (order.totalMinor <= 0) return none("nothing_paid");
  if (order.currency !== currency) return none("other_currency");
  const endsAt = startOfDay(addDays(localDay(order.processedAt, timeZone), rules.validityDays + 1), timeZone);
  if (endsAt <= now) return none("ended");
  if (order.processedAt < since || (asked === "block" && now.getTime() - order.processedAt.getTime() > OLD_NEWS_MS)) return none("old_news");
  // Orders that nobody has paid yet are no earlier orders, or the first would wait for its transfer; one code a person keeps them from being collected.
  if (rules.firstOrderOnly && (order.earlierOrders > 0 || order.otherCodes > 0)) return none("not_first");
  if (rules.firstOrderOnly && !order.isPersonKnown && !order.isPaid) return none("not_paid");
  if (order.isDeclined) return none("declined");
  if (order.isExcluded) return none("excluded");
  const reservedMinor = reservationOf(order, rules);
  if (rules.monthlyBudgetMinor !== null && spentMinor + reservedMinor > rules.monthlyBudgetMinor) return none("budget");
  if (!mayWrite) return none("scope_missing");
  const { grant, minimumOrderMinor, combinesWith } = rules;
  return { outcome: "give", terms: { grant, minimumOrderMinor, currency, combinesWith, startsAt: now.toISOString(), endsAt: endsAt.toISOString() }, reservedMinor };
}

/** What a code is expected to cost, in minor units rounded down: a percentage of an order like this one, or of the minimum where that is more. */
export function reservationOf({ subtotalMinor, shippingMinor }: Pick<ConfirmedOrder, "subtotalMinor" | "shippingMinor">, { grant, minimumOrderMinor }: Pick<CodeTerms, "grant" | "minimumOrderMinor">): number {
  switch (grant.kind) {
    case "amount_off":
      return grant.amountMinor;
    case "percent_off":
      return Math.floor((Math.max(subtotalMinor, minimumOrderMinor) * grant.percent) / 100);
    case "free_shipping":
      return shippingMinor;
  }
}
