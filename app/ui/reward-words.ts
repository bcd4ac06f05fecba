import type { Quote } from "#app/domain/redemption/quote-redemption.ts";
import type { RewardGrant } from "#app/domain/redemption/reward-grant.ts";
import { saysSame } from "#app/domain/redemption/reward-name.ts";
import type { CombinesWith } from "#app/domain/redemption/reward.ts";
import type { Formats } from "./formats.ts";

/** What a reward gives: "£5.00 off", "a gift card of £10.00". */
export function grantWords(grant: RewardGrant, formats: Formats): string {
  switch (grant.kind) {
    case "amount_off":
      return `${formats.money(grant.amountMinor)} off`;
    case "percent_off":
      return `${grant.percent}% off`;
    case "free_shipping":
      return "free shipping";
    case "free_product":
      return "a free product";
    case "store_credit":
      return `${formats.money(grant.amountMinor)} of store credit`;
    case "gift_card":
      return `a gift card of ${formats.money(grant.amountMinor)}`;
  }
}

/** A reward by its name, and by what it gives where the name does not say so already: "Five off: £5.00 off", "£5 off". */
export function namedGrant(name: string, grant: RewardGrant, formats: Formats): string {
  const gives = grantWords(grant, formats);
  return saysSame(name, gives) ? name : `${name}: ${gives}`;
}

/** The last day on which a code works. `endsAt` is the first instant at which it no longer does. */
export const lastDay = (endsAt: string | Date, formats: Formats): string => formats.day(new Date(new Date(endsAt).getTime() - 1));

/** What holds for a reward beside its cost: smallest order, last day, and what it combines with; each a sentence. */
export function termsWords({ grant, minimumOrderMinor, endsAt, combinesWith }: Pick<Quote, "grant" | "minimumOrderMinor" | "combinesWith"> & { endsAt: string | Date }, formats: Formats): string[] {
  const until = lastDay(endsAt, formats);
  // Neither is a discount on one order, so there is no minimum and nothing to combine.
  if (grant.kind === "store_credit" || grant.kind === "gift_card") return [`Can be spent until ${until}.`];
  const minimum = minimumOrderMinor > 0 ? `on an order of ${formats.money(minimumOrderMinor)} or more` : "on any order";
  return [`Once, ${minimum}, until ${until}.`, combinationWords(combinesWith)];
}

const CLASSES = [
  ["orderDiscounts", "order"],
  ["productDiscounts", "product"],
  ["shippingDiscounts", "shipping"],
] as const;

/** "Combines with shipping discounts, not with order or product discounts." */
export function combinationWords(combinesWith: CombinesWith): string {
  const names = (isAllowed: boolean) => CLASSES.filter(([key]) => combinesWith[key] === isAllowed).map(([, name]) => name);
  const [allowed, refused] = [names(true), names(false)];
  if (allowed.length === 0) return "Does not combine with other discounts.";
  if (refused.length === 0) return "Combines with other discounts.";
  return `Combines with ${allowed.join(" and ")} discounts, not with ${refused.join(" or ")} discounts.`;
}
