/**
 * How Shopify answers when it is asked with a shop's tokens. "taken": it takes them. "refused": it refuses them and gives no
 * others for them, or knows no such shop. "unclear": the shop is frozen, or there are no tokens to ask with.
 */
export type Standing = "taken" | "refused" | "unclear";

const HOUR_MS = 3_600_000;
/** Shopify asks 48 hours after the uninstallation. Half of that leaves room for its clock and for an answer under way. */
const ASKED_AFTER_MS = 24 * HOUR_MS;
/** A refusal may be a fault that passes; what is erased cannot be brought back. */
const REFUSED_FOR_MS = 6 * HOUR_MS;
/** Shopify gives 30 days. */
const UNCLEAR_FOR_MS = 28 * 24 * HOUR_MS;

/** Whether tokens that Shopify gave at `tokensGivenAt` show that the shop came back after the uninstallation for which it asks at `askedAt` to erase it. */
export const isOfEarlierInstallation = ({ askedAt, tokensGivenAt }: { askedAt: Date; tokensGivenAt: Date }): boolean =>
  tokensGivenAt.getTime() > askedAt.getTime() - ASKED_AFTER_MS;

/**
 * What to do at `now` about a shop that Shopify wants erased although nothing was heard of its leaving. It "stays" where
 * Shopify takes our tokens; it has "left" where Shopify has refused them for six hours, or where nothing could be learnt for 28 days,
 * because then Shopify's word is all there is. Until then it is looked into again. `refusedSince`: the first refusal of those without an end.
 */
export function hasShopLeft({ standing, askedAt, refusedSince, now }: { standing: Standing; askedAt: Date; refusedSince: Date | null; now: Date }): "stays" | "left" | "look_again" {
  const isPast = (since: Date | null, ms: number) => since !== null && now.getTime() - since.getTime() >= ms;
  switch (standing) {
    case "taken":
      return "stays";
    case "refused":
      return isPast(refusedSince, REFUSED_FOR_MS) ? "left" : "look_again";
    case "unclear":
      return isPast(askedAt, UNCLEAR_FOR_MS) ? "left" : "look_again";
  }
}
