import { OLD_NEWS_MS } from "../old-news.ts";
import type { TierChange } from "./qualify-tier.ts";
import type { Tier } from "./tier.ts";

/** What stands for as long as its cause does; `name` is the tag, or what free shipping is called. */
export interface StandingPerk {
  kind: "free_shipping" | "tag";
  name: string;
  cause: { tierId: string } | { actionId: string; n: number; orderId: string };
}

/** A standing perk that was given and did not end; an earlier row of the same comes first. */
export interface OpenPerk {
  id: string;
  kind: StandingPerk["kind"];
  name: string;
  tierId: string | null;
}

/** A tag that a gift brought and that stays while its order counts; fresh: there is news of that order. */
export interface GiftTag {
  actionId: string;
  n: number;
  orderId: string;
  tag: string;
  isFresh: boolean;
}

/** Why a perk ended. "program_changed": other rules, the same tier. "merged": two customers who both had it became one. "closed": the customer was erased or deleted. */
export type PerkEnd = "tier_left" | "program_changed" | "order_undone" | "merged" | "closed";

export interface PerkStanding {
  /** Where the member is now, as the program in force describes it. */
  tier: Tier | undefined;
  lastChange: TierChange | undefined;
  giftTags: GiftTag[];
  open: OpenPerk[];
  welcomedTierIds: string[];
}

export interface PerkDecision {
  give: StandingPerk[];
  end: { perk: OpenPerk; because: PerkEnd }[];
  /** A reward on arrival in a tier. */
  welcome: { tierId: string; rewardId: string } | null;
}

/**
 * What a member is given now beside points, and what is taken back.
 *
 * Nothing is given for old news: a tier gives when it was reached within 48 hours, and its standing perks also with the
 * member's next order of which there is news, so that those who were in the tier before get them, too. The reward on arrival
 * comes once per tier, never because the rules changed. What ends, ends at once, whatever the news.
 *
 * @see docs/decisions/0015-perks-and-gifts.md
 */
export function decidePerks(standing: PerkStanding, { mayGive, hasNews, now }: { mayGive: boolean; hasNews: boolean; now: Date }): PerkDecision {
  const { tier, lastChange, giftTags, open, welcomedTierIds } = standing;
  const isArriving = lastChange !== undefined && lastChange.cause.kind === "reached" && lastChange.toTierId === tier?.id && now.getTime() - lastChange.at.getTime() <= OLD_NEWS_MS;
  const wanted = [...perksOf(tier), ...giftTags.map(({ tag, isFresh: _isFresh, ...cause }): StandingPerk => ({ kind: "tag", name: tag, cause }))];
  const isFresh = ({ cause }: StandingPerk) =>
    "tierId" in cause ? hasNews || (isArriving && lastChange.cause.basis === "points") : giftTags.some((gift) => gift.isFresh && gift.actionId === cause.actionId && gift.n === cause.n);
  const kept = new Set<string>();
  const end: PerkDecision["end"] = [];
  for (const perk of open) {
    const key = keyOf(perk);
    if (wanted.some((one) => keyOf(one) === key) && !kept.has(key)) kept.add(key);
    else end.push({ perk, because: kept.has(key) ? "merged" : reasonOf(perk, tier) });
  }
  const give: StandingPerk[] = [];
  for (const perk of mayGive ? wanted.filter(isFresh) : []) {
    if (kept.has(keyOf(perk))) continue;
    kept.add(keyOf(perk));
    give.push(perk);
  }
  const rewardId = tier?.perks.welcomeRewardId ?? null;
  const isWelcome = mayGive && isArriving && (hasNews || lastChange.cause.basis === "points");
  return { give, end, welcome: isWelcome && tier && rewardId !== null && !welcomedTierIds.includes(tier.id) ? { tierId: tier.id, rewardId } : null };
}

function perksOf(tier: Tier | undefined): StandingPerk[] {
  if (!tier) return [];
  const cause = { tierId: tier.id };
  const { freeShipping, customerTag } = tier.perks;
  return [
    ...(freeShipping ? [{ kind: "free_shipping" as const, name: `Free shipping for ${tier.name}`, cause }] : []),
    ...(customerTag === null ? [] : [{ kind: "tag" as const, name: customerTag, cause }]),
  ];
}

// Shopify does not tell two tags apart by case.
const keyOf = ({ kind, name }: { kind: string; name: string }): string => (kind === "tag" ? `tag:${name.toLowerCase()}` : kind);

const reasonOf = ({ tierId }: OpenPerk, tier: Tier | undefined): PerkEnd => (tierId === null ? "order_undone" : tierId === tier?.id ? "program_changed" : "tier_left");
