import type { CustomerId } from "#app/domain/ids.ts";
import { OLD_NEWS_MS } from "#app/domain/old-news.ts";
import { programAt, type ProgramVersion } from "#app/domain/program/program.ts";
import { TAG_SCOPE } from "#app/domain/redemption/reward-scopes.ts";
import { reward as rewardSchema, type Reward } from "#app/domain/redemption/reward.ts";
import { decidePerks, type PerkDecision, type StandingPerk } from "#app/domain/tiers/decide-perks.ts";
import type { TierHistory } from "#app/domain/tiers/qualify-tier.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { isHistoryOpen } from "#app/store/backfills.server.ts";
import type { CountedHistory } from "#app/store/counted-history.server.ts";
import { addPerk, endPerk, loadGiftTags, loadOpenPerks, loadPerkHolders, loadWelcomedTiers, noteTagOwner, type OpenPerkRow, type PerkHolder } from "#app/store/member-perks.server.ts";
import { findRedemption } from "#app/store/redemptions.server.ts";
import { getShop, type Shop } from "#app/store/shops.server.ts";
import { giveTag, takeTagAway } from "./change-tag-perk.server.ts";
import { giveGifts } from "./give-gifts.server.ts";
import { grantId, grantReward, isGivable } from "./grant-reward.server.ts";
import type { Standings } from "./load-standings.server.ts";
import { isWithdrawable, withdrawRedemption } from "./withdraw-redemption.server.ts";

export interface PerkScope {
  history: CountedHistory;
  customerIds: CustomerId[];
  versions: ProgramVersion[];
  tiersOf: (customerId: CustomerId) => TierHistory;
  isExcluded: Standings["isExcluded"];
  now: Date;
}

/** Whether any version gives something beside points; otherwise nothing is loaded. */
export const hasPerks = (versions: ProgramVersion[]): boolean =>
  versions.some(({ program: { tiers, nthOrderActions } }) => nthOrderActions.length > 0 || tiers.some(({ perks }) => perks.freeShipping || perks.customerTag !== null || perks.welcomeRewardId !== null));

/**
 * Brings what members are given beside points in line with their orders and tiers, in the caller's transaction, which holds
 * the shop's facts: gifts of nth orders, rewards on arrival, free shipping and tags. Settling twice gives once.
 */
export async function givePerks(tx: LockedTx, shopId: number, scope: PerkScope): Promise<void> {
  const { versions, now } = scope;
  const shop = await getShop(tx, shopId);
  const holders = await loadPerkHolders(tx, shopId, { customerIds: scope.customerIds, since: new Date(now.getTime() - OLD_NEWS_MS) });
  const customerIds = holders.map(({ customerId }) => customerId);
  const isHistoryRead = !(await isHistoryOpen(tx, shopId));
  const mayHave = ({ customerId }: PerkHolder) => isHistoryRead && !scope.isExcluded(customerId, now);
  const fresh = await giveGifts(tx, shop, { history: scope.history, holders: holders.map((holder) => ({ ...holder, newsIds: mayHave(holder) ? holder.newsIds : [] })), versions, isExcluded: scope.isExcluded, now });
  const open = await loadOpenPerks(tx, shopId, customerIds);
  const giftTags = await loadGiftTags(tx, shopId, customerIds);
  const welcomed = await loadWelcomedTiers(tx, shopId, customerIds);
  const version = programAt(versions, now);
  const isOffering = version !== undefined && !version.isPaused && version.currency === shop.currency;
  for (const holder of holders) {
    const own = <Row extends { customerId: CustomerId }>(rows: Row[]) => rows.filter(({ customerId }) => customerId === holder.customerId);
    const lastChange = scope.tiersOf(holder.customerId).changes.at(-1);
    const decision = decidePerks(
      {
        tier: version?.program.tiers.find(({ id }) => id === lastChange?.toTierId),
        lastChange,
        giftTags: own(giftTags).map((gift) => ({ ...gift, isFresh: fresh.has(gift.orderId) })),
        open: own(open),
        welcomedTierIds: own(welcomed).map(({ tierId }) => tierId),
      },
      { mayGive: isOffering && mayHave(holder), hasNews: holder.newsIds.length > 0, now },
    );
    await apply(tx, shop, { customerId: holder.customerId, decision, open: own(open), version, now });
  }
}

/** Ends what stands of customers who were erased or deleted. */
export async function endPerks(tx: LockedTx, shopId: number, { customerIds, now }: { customerIds: CustomerId[]; now: Date }): Promise<void> {
  const open = await loadOpenPerks(tx, shopId, customerIds);
  if (open.length === 0) return;
  const shop = await getShop(tx, shopId);
  for (const perk of open) await end(tx, shop, { perk, because: "closed", open, now });
}

interface Application {
  customerId: CustomerId;
  decision: PerkDecision;
  open: OpenPerkRow[];
  version: ProgramVersion | undefined;
  now: Date;
}

async function apply(tx: LockedTx, shop: Shop, { customerId, decision, open, version, now }: Application): Promise<void> {
  for (const { perk, because } of decision.end) await end(tx, shop, { perk: open.find(({ id }) => id === perk.id)!, because, open, now });
  if (!version) return;
  for (const perk of decision.give) {
    if (perk.kind === "tag") await tag(tx, shop, { customerId, perk, version, now });
    else await grant(tx, shop, { customerId, kind: "free_shipping", perk, reward: freeShippingOf(perk), version, now });
  }
  const { welcome } = decision;
  const reward = welcome ? version.program.rewards.find(({ id }) => id === welcome.rewardId) : undefined;
  if (welcome && reward) await grant(tx, shop, { customerId, kind: "welcome_reward", perk: { name: reward.name, cause: { tierId: welcome.tierId } }, reward, version, now });
}

// It goes with other discounts: a customer who pays with points does not lose what the tier gives.
const freeShippingOf = ({ name }: StandingPerk): Reward =>
  rewardSchema.parse({ id: "tier-free-shipping", kind: "free_shipping", name: name.slice(0, 120), costPoints: 1, combinesWith: { orderDiscounts: true, productDiscounts: true } });

interface Given {
  customerId: CustomerId;
  version: ProgramVersion;
  now: Date;
}

async function grant(
  tx: LockedTx,
  shop: Shop,
  { customerId, kind, perk, reward, version, now }: Given & { kind: "free_shipping" | "welcome_reward"; perk: Pick<StandingPerk, "name" | "cause">; reward: Reward },
): Promise<void> {
  if (!isGivable(reward, shop)) return;
  const redemptionId = grantId();
  const added = await addPerk(tx, shop.id, { perk: { customerId, kind, ...perk, programVersion: version.version, redemptionId }, now });
  if (!added) return;
  const origin = kind === "welcome_reward" ? "welcome" : "tier";
  await grantReward(tx, shop, { redemptionId, customerId, reward, origin, programVersion: version.version, currency: version.currency, now });
}

async function tag(tx: LockedTx, shop: Shop, { customerId, perk, version, now }: Given & { perk: StandingPerk }): Promise<void> {
  if (!shop.grantedScopes.includes(TAG_SCOPE)) return;
  const perkId = await addPerk(tx, shop.id, { perk: { customerId, ...perk, programVersion: version.version, redemptionId: null }, now });
  if (perkId) await giveTag(tx, shop.id, { tag: { perkId, customerId, tag: perk.name }, now });
}

async function end(
  tx: LockedTx,
  shop: Shop,
  { perk, because, open, now }: { perk: OpenPerkRow; because: PerkDecision["end"][number]["because"]; open: OpenPerkRow[]; now: Date },
): Promise<void> {
  await endPerk(tx, shop.id, { perkId: perk.id, because, now });
  const redemption = perk.redemptionId === null ? undefined : await findRedemption(tx, shop.id, perk.redemptionId);
  if (redemption && isWithdrawable(redemption)) await withdrawRedemption(tx, shop.id, { redemption, now });
  if (perk.kind !== "tag") return;
  const kept = because === "merged" ? open.find((one) => one.id !== perk.id && one.kind === "tag" && one.name.toLowerCase() === perk.name.toLowerCase()) : undefined;
  if (!kept) await takeTagAway(tx, shop.id, { tag: { perkId: perk.id, customerId: perk.customerId, tag: perk.name }, isOurs: perk.isTagOurs, now });
  // Two customers became one: whoever of them had the tag from us, it is ours to take away.
  else if (perk.isTagOurs) await noteTagOwner(tx, shop.id, { perkId: kept.id, isOurs: true });
}
