import type { BasketAnswer, OfferedReward, OwnCode } from "#app/contract/checkout-api.ts";
import type { ShopperFormats } from "#app/domain/confirmation/shopper-formats.ts";
import { fill } from "#app/domain/confirmation/words/catalogue.ts";
import { calculateEarnedPoints } from "#app/domain/earning/calculate-earned-points.ts";
import { UNKNOWN_MEMBER, type MemberStanding } from "#app/domain/earning/conditions/placed-order.ts";
import { multiplierForAnybody, rulesForAnybody } from "#app/domain/earning/for-anybody.ts";
import { programAt, type ProgramVersion } from "#app/domain/program/program.ts";
import { isDiscount } from "#app/domain/redemption/reward-grant.ts";
import { missingScopesFor } from "#app/domain/redemption/reward-scopes.ts";
import type { Reward } from "#app/domain/redemption/reward.ts";
import { isOnlineCounted, ONLINE_STORE, type CountingPolicy } from "#app/domain/scoring/counting-policy.ts";
import { findBalance } from "#app/ledger/read.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { getCountingPolicy } from "#app/store/counting-policies.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { listUsableRedemptions } from "#app/store/redemptions.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import type { PageShop } from "./find-installed-shop.server.ts";
import { codeOfRedemption, offeredRewardOf } from "./shopper-rewards.server.ts";

/** Who would place the order: as their rules see them, and the number that it would have among their counted orders. */
interface Buyer {
  memberId: string;
  member: MemberStanding;
  rank: number;
  isExcluded: boolean;
}

interface Basket {
  /** Undefined for whoever is not signed in or not known. */
  buyer: Buyer | undefined;
  currency: string;
  lines: { productId: string | null; quantity: number; amountMinor: number; isShipped: boolean }[];
  /** All tax of the checkout; null while nobody knows it. */
  taxMinor: number | null;
  formats: ShopperFormats;
  now: Date;
}

/**
 * What an order of this basket would earn as things stand, and one thing that takes something off it: a code that its buyer has
 * already, or else a reward that points buy. What the basket cannot use is not offered. What is shown is never more than what
 * comes: rules that ask for tags of products or for collections are taken as not met, what is not shipped as a gift card (the
 * checkout does not say), and without tax all of the tax is taken off. Who is not signed in is told what anybody would get. Nothing for a basket that earns nothing.
 */
export async function tellBasket(shop: PageShop, { buyer, currency, lines, taxMinor, formats, now }: Basket): Promise<BasketAnswer> {
  const live = programAt(await listProgramVersions(pool, shop.id), now);
  if (!live || live.isPaused || live.currency !== currency) return { state: "off" };
  if (buyer?.isExcluded) return { state: "off" };
  const policy = await getCountingPolicy(pool, shop.id);
  const points = isCounted(lines, policy) ? earnedBy({ live, lines, taxMinor, buyer, timeZone: shop.timeZone, now }) : 0;
  const asked = buyer && { memberId: buyer.memberId, live, lines, formats, now };
  const code = asked ? await codeAtHand(shop, asked) : null;
  const reward = asked && !code ? await rewardInReach(shop, asked) : null;
  if (points === 0 && !code && !reward) return { state: "off" };
  return { state: "ready", earns: { points, sentence: fill(formats.words.basketEarns, { points: formats.points(points) }) }, code, reward };
}

/** Whether an order of these lines counts whatever is added for shipping; a checkout is the online store's. */
const isCounted = (lines: Basket["lines"], policy: CountingPolicy): boolean => sumOf(lines) >= policy.minimumOrderMinor && isOnlineCounted(policy);

type Earning = Pick<Basket, "buyer" | "lines" | "taxMinor" | "now"> & { live: ProgramVersion; timeZone: string };

function earnedBy({ live: { program }, buyer, lines, taxMinor, timeZone, now }: Earning): number {
  const { member, rank } = buyer ?? { member: UNKNOWN_MEMBER, rank: 1 };
  const shipped = lines.filter(({ isShipped }) => isShipped);
  const eligibleMinor = Math.max(0, sumOf(shipped) - (program.amountBasis === "without_tax" ? (taxMinor ?? Infinity) : 0));
  const tier = program.tiers.find(({ id }) => id === member.tierId);
  const order = { processedAt: now, timeZone, sourceName: ONLINE_STORE, eligibleMinor, productIds: productsOf(shipped), products: new Map(), member, rank, lostEligibleMinor: 0 };
  if (!buyer) return calculateEarnedPoints(rulesForAnybody(program), { byRank: [multiplierForAnybody(program)], tier: 1 }, order).points;
  return calculateEarnedPoints(program.earnRules, { byRank: program.nthOrderMultipliers, tier: tier?.perks.multiplier ?? 1 }, order).points;
}

const sumOf = (lines: Basket["lines"]): number => lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
const productsOf = (lines: Basket["lines"]): string[] => lines.flatMap(({ productId }) => /\d+$/.exec(productId ?? "")?.[0] ?? []);

interface Asked {
  memberId: string;
  live: ProgramVersion;
  lines: Basket["lines"];
  formats: ShopperFormats;
  now: Date;
}

/** The code that ends first of those that a member has and this basket can use. */
async function codeAtHand(shop: PageShop, { memberId, lines, formats, now }: Asked): Promise<OwnCode | null> {
  const usable = (await listUsableRedemptions(pool, shop.id, { customerId: memberId, now })).filter(
    ({ state, grant, reward }) => state === "issued" && isDiscount(grant) && isUsableFor(reward, lines),
  );
  const [first] = usable.toSorted((one, other) => (one.endsAt?.getTime() ?? Infinity) - (other.endsAt?.getTime() ?? Infinity));
  return first ? codeOfRedemption(first, { shop, formats, now }) : null;
}

// What is no code for this very order, or asks how many points.
const NOT_IN_CHECKOUT: Reward["kind"][] = ["slider", "store_credit", "gift_card"];

/** The dearest discount that a member's points pay for and this basket can use; none that takes off more than there is to pay. */
async function rewardInReach(shop: PageShop, { memberId, live, lines, formats, now }: Asked): Promise<OfferedReward | null> {
  const [balance, { grantedScopes }] = await Promise.all([findBalance(pool, shop.id, memberId), getShop(pool, shop.id)]);
  if (!balance?.claimedAt || balance.debtPoints > 0) return null;
  const offering = { availablePoints: balance.settledPoints, timeZone: shop.timeZone, formats, now };
  const inReach = live.program.rewards
    .filter((reward) => !NOT_IN_CHECKOUT.includes(reward.kind) && isUsableFor(reward, lines) && !isWasted(reward, lines) && missingScopesFor({ rewards: [reward] }, grantedScopes).length === 0)
    .flatMap((reward) => offeredRewardOf(reward, offering) ?? [])
    .filter(({ missingPoints }) => missingPoints === 0);
  return inReach.toSorted((a, b) => b.costPoints - a.costPoints)[0] ?? null;
}

const isWasted = (reward: Reward, lines: Basket["lines"]): boolean => reward.kind === "fixed_amount" && reward.amountMinor > sumOf(lines);

/** Whether a basket reaches what a reward asks for. A free product has to lie in it, beside something that is paid; a variant is not told. */
function isUsableFor(reward: Reward, lines: Basket["lines"]): boolean {
  if (sumOf(lines) < reward.minimumOrderMinor) return false;
  if (reward.kind !== "free_product") return true;
  return reward.variantId === null && productsOf(lines).includes(reward.productId) && lines.reduce((sum, { quantity }) => sum + quantity, 0) > 1;
}
