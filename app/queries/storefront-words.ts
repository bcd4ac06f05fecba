import type { StorefrontReason } from "#app/contract/storefront.ts";
import { STOREFRONT_WORDS } from "#app/domain/confirmation/words/catalogue.ts";
import { pageLanguageOf } from "#app/domain/messages/language.ts";

/** What may go wrong before anybody knows which shop's own language to fall back to. */
export type StorefrontTrouble = "not_signed_in" | "too_often" | "not_now" | "not_well_made" | "not_there";

/** What a shopper is told then: English where the page's language is none of ours. */
export function troubleSentence(trouble: StorefrontTrouble, locale: string): string {
  const { refused, claim } = STOREFRONT_WORDS[pageLanguageOf(locale, "en")];
  return { not_signed_in: refused.notClaimed, too_often: claim.tooMany, not_now: claim.failed, not_well_made: refused.other, not_there: refused.other }[trouble];
}

export const TROUBLE_REASONS: Record<StorefrontTrouble, StorefrontReason> = {
  not_signed_in: "not_signed_in",
  too_often: "busy",
  not_now: "busy",
  not_well_made: "not_available",
  not_there: "not_available",
};
