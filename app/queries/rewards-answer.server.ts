import type { RewardsAnswer } from "#app/contract/checkout-api.ts";
import type { ShopperFormats } from "#app/domain/confirmation/shopper-formats.ts";
import { pendingSentence } from "#app/domain/confirmation/shopper-sentences.ts";
import { fill } from "#app/domain/confirmation/words/catalogue.ts";
import { customerWhy, customerWhyFormats } from "#app/domain/points/customer-why.ts";
import { CUSTOMER_WHY_WORDS } from "#app/domain/points/customer-why-words/catalogue.ts";
import { programAt } from "#app/domain/program/program.ts";
import { missingScopesFor } from "#app/domain/redemption/reward-scopes.ts";
import { startOfDay } from "#app/domain/time.ts";
import { listEntries, type LedgerLine } from "#app/ledger/read.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { listCodesOfCustomer } from "#app/store/confirmation-codes.server.ts";
import { isOffersDeclined } from "#app/store/declined-offers.server.ts";
import { findMember } from "#app/store/find-members.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { listRedemptions, listUsableRedemptions } from "#app/store/redemptions.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { findCustomerPoints, type CustomerPoints } from "./customer-points.server.ts";
import { findCustomerTier } from "./customer-tier.server.ts";
import type { PageShop } from "./find-installed-shop.server.ts";
import { isLeftOut } from "./left-out.server.ts";
import { nextOrderOf } from "./next-order.server.ts";
import { codeOfOrder, codeOfRedemption, offeredRewardOf } from "./shopper-rewards.server.ts";

type Member = Extract<RewardsAnswer, { state: "member" }>;

// Those that can be used are all shown.
const OVER_CODES_SHOWN = 20;
const LINES_SHOWN = 50;

interface Reading {
  customerId: string;
  formats: ShopperFormats;
  now: Date;
  /** As after the sign-in with which points that wait become the customer's. */
  asClaimed?: boolean;
}

/** The page of rewards of a customer who is signed in. A former id is told of the survivor. */
export async function tellRewards(shop: PageShop, { customerId, formats, now, asClaimed = false }: Reading): Promise<RewardsAnswer> {
  const memberId = await findMember(pool, shop.id, customerId);
  if (memberId === undefined) return { state: "new_member", sentence: formats.words.newMember };
  const versions = await listProgramVersions(pool, shop.id);
  const live = programAt(versions, now);
  if (!live) return { state: "off" };
  const { grantedScopes, currency } = await getShop(pool, shop.id);
  const reading = { customerId: memberId, formats, now };
  const [leftOut, held, offersDeclined, nextOrder, codes, history, tier] = await Promise.all([
    isLeftOut(shop.id, memberId, { versions, now }),
    findCustomerPoints(shop, memberId, now),
    isOffersDeclined(pool, shop.id, memberId),
    nextOrderOf(shop, { customerId: memberId, formats, now }),
    codesOf(shop, reading),
    historyOf(shop, reading),
    tierOf(shop, reading),
  ]);
  const points = asClaimed ? { ...held, availablePoints: held.availablePoints + held.waitingPoints } : held;
  const { availablePoints, pendingPoints } = points;
  const rewards = live.program.rewards.filter((reward) => missingScopesFor({ rewards: [reward] }, grantedScopes).length === 0);
  return {
    state: "member",
    isPaused: live.isPaused || live.currency !== currency,
    availablePoints,
    pendingPoints,
    balance: balanceOf(points, { shop, formats }),
    tier,
    // Whoever is left out earns nothing more, and keeps what they have.
    nextOrder: leftOut ? formats.words.excluded : nextOrder,
    rewards: rewards.flatMap((reward) => offeredRewardOf(reward, { availablePoints, timeZone: shop.timeZone, formats, now }) ?? []),
    codes,
    history,
    offersDeclined,
  };
}

function balanceOf({ availablePoints, pendingPoints, pendingOrders, lots }: CustomerPoints, { shop, formats }: { shop: PageShop; formats: ShopperFormats }): Member["balance"] {
  const { words, points, day } = formats;
  const ending = lots.find(({ expiresOn }) => expiresOn !== null);
  const endingPoints = lots.filter(({ expiresOn }) => expiresOn === ending?.expiresOn).reduce((sum, { leftPoints }) => sum + leftPoints, 0);
  return {
    available: points(availablePoints),
    pending: pendingPoints === 0 ? null : pendingSentence({ points: pendingPoints, settlesAt: pendingOrders.map(({ settlesAt }) => settlesAt) }, formats),
    expiry: ending?.expiresOn ? fill(words.ends, { points: points(endingPoints), day: day(startOfDay(ending.expiresOn, shop.timeZone)) }) : null,
  };
}

async function codesOf(shop: PageShop, { customerId, formats, now }: Reading): Promise<Member["codes"]> {
  const [usable, newest, given] = await Promise.all([
    listUsableRedemptions(pool, shop.id, { customerId, now }),
    listRedemptions(pool, shop.id, { customerId, limit: OVER_CODES_SHOWN }),
    listCodesOfCustomer(pool, shop.id, { customerId, overLimit: OVER_CODES_SHOWN, now }),
  ]);
  const bought = new Map([...usable, ...newest].map((redemption) => [redemption.redemptionId, redemption])).values();
  const dated = [
    ...[...bought].map((redemption) => ({ at: redemption.reservedAt, code: codeOfRedemption(redemption, { shop, formats, now }) })),
    ...given.map((code) => ({ at: code.givenAt, code: codeOfOrder(code, { shop, formats, now }) })),
  ];
  return dated.toSorted((a, b) => b.at.getTime() - a.at.getTime()).flatMap(({ code }) => code ?? []);
}

async function historyOf(shop: PageShop, { customerId, formats }: Reading): Promise<Member["history"]> {
  // Points that can be spent from now on are the same points: a second line of them would be added to the first. What a release changes is told.
  const moved = ({ pendingPoints, settledPoints }: LedgerLine) => pendingPoints + settledPoints;
  const lines = (await listEntries(pool, shop.id, { customerId, after: undefined, limit: 2 * LINES_SHOWN })).filter((line) => line.kind !== "earn_released" || moved(line) !== 0).slice(0, LINES_SHOWN);
  const whyFormats = customerWhyFormats(formats, { timeZone: shop.timeZone, startOfDay: (day) => startOfDay(day, shop.timeZone) });
  const words = CUSTOMER_WHY_WORDS[formats.language];
  return lines.map((line) => ({ id: String(line.id), points: moved(line), day: formats.day(line.occurredAt), why: customerWhy(line, whyFormats, words) }));
}

async function tierOf(shop: PageShop, { customerId, formats: { words, money, points, counted }, now }: Reading): Promise<Member["tier"]> {
  const road = await findCustomerTier(shop, customerId, now);
  if (!road) return null;
  const { next, total, basis } = road;
  if (!next) return { name: road.current?.name ?? null, next: null };
  const left = next.threshold - total;
  const sentence = basis === "orders" ? counted(left, words.toTierOrders, { tier: next.name }) : fill(words.toTier, { amount: basis === "spend" ? money(left) : points(left), tier: next.name });
  return { name: road.current?.name ?? null, next: { sentence, share: Math.min(1, Math.max(0, total / next.threshold)) } };
}
