import { randomUUID } from "node:crypto";
import type { CustomerId } from "#app/domain/ids.ts";
import { programAt, type ProgramVersion } from "#app/domain/program/program.ts";
import { issueEffect } from "#app/domain/redemption/effect-of.ts";
import { costOf } from "#app/domain/redemption/offered-rewards.ts";
import { quoteRedemption, type Quote, type QuoteOutcome } from "#app/domain/redemption/quote-redemption.ts";
import { redemptionCode } from "#app/domain/redemption/redemption-code.ts";
import { viewOf, type Redemption, type RedemptionView } from "#app/domain/redemption/redemption.ts";
import { reservePoints } from "#app/domain/redemption/reserve-points.ts";
import type { Reward } from "#app/domain/redemption/reward.ts";
import { missingScopesFor } from "#app/domain/redemption/reward-scopes.ts";
import { addEffects } from "#app/effects/outbox.server.ts";
import { appendEntries } from "#app/ledger/append.server.ts";
import { findBalance } from "#app/ledger/read.server.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";
import { enqueueJob, performEffectsOf, pushSummariesOf } from "#app/store/jobs.server.ts";
import { CLICK_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { loadLots } from "#app/store/points.server.ts";
import { findMember, isSameMember } from "#app/store/find-members.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { addRedemption, findRedemptionByKey } from "#app/store/redemptions.server.ts";
import { getShop, getShopHash, type Shop } from "#app/store/shops.server.ts";
import { claimPoints, moveBalances, writeLots } from "#app/store/write-points.server.ts";
import { settleIfDue } from "./settle-due-member.server.ts";

export interface RedeemRequest {
  customerId: CustomerId;
  rewardId: string;
  /** What the customer chose on a slider; other rewards have one price. */
  points?: number | undefined;
  /** The same key a second time gives the same redemption. */
  idempotencyKey: string;
  by: { kind: "customer" } | { kind: "merchant"; name: string };
  now: Date;
}

export type Redeemed =
  | { outcome: "redeemed"; redemption: RedemptionView }
  | Exclude<QuoteOutcome, { outcome: "quoted" }>
  | { outcome: "not_claimed" }
  | { outcome: "in_debt"; debtPoints: number }
  | { outcome: "reward_unknown" }
  | { outcome: "no_program" }
  | { outcome: "paused" }
  | { outcome: "customer_unknown" }
  | { outcome: "scopes_missing"; scopes: string[] }
  | { outcome: "key_used_differently" };

/**
 * Buys a reward: holds the points and asks for the code, in one transaction. The code works as soon as Shopify has
 * answered ("issued"); if Shopify refuses, the points come back.
 *
 * What is due for the member comes first. However many ask at once, no point is spent twice: they are served one after
 * another; who waits longer than a click may fails, with nothing changed (holdShopFacts). A
 * merchant who redeems for a customer claims for them.
 */
export async function redeemReward(shopId: number, request: RedeemRequest): Promise<Redeemed> {
  return holdShopFacts(shopId, CLICK_PATIENCE_MS, async (tx) => {
    const customerId = await findMember(tx, shopId, request.customerId);
    if (!customerId) return { outcome: "customer_unknown" };
    const earlier = await findRedemptionByKey(tx, shopId, request.idempotencyKey);
    if (earlier) return answerAgain(tx, shopId, { earlier, request: { ...request, customerId } });
    const shop = await getShop(tx, shopId);
    const version = programAt(await listProgramVersions(tx, shopId), request.now);
    const offered = offer(version, shop, request.rewardId);
    if ("outcome" in offered) return offered;
    return buy(tx, { shop, request: { ...request, customerId }, ...offered });
  });
}

async function answerAgain(tx: Tx, shopId: number, { earlier, request: { customerId, rewardId, points } }: { earlier: Redemption; request: RedeemRequest }): Promise<Redeemed> {
  const isSame = earlier.reward.id === rewardId && (points ?? costOf(earlier.reward)) === earlier.points;
  return isSame && (await isSameMember(tx, shopId, { storedId: earlier.customerId, memberId: customerId })) ? { outcome: "redeemed", redemption: viewOf(earlier) } : { outcome: "key_used_differently" };
}

function offer(version: ProgramVersion | undefined, shop: Shop, rewardId: string): Redeemed | { version: ProgramVersion; reward: Reward } {
  if (!version) return { outcome: "no_program" };
  // A new version is published when the shop changes its currency; until then amounts would be in the wrong one.
  if (version.isPaused || version.currency !== shop.currency) return { outcome: "paused" };
  const reward = version.program.rewards.find(({ id }) => id === rewardId);
  if (!reward) return { outcome: "reward_unknown" };
  const scopes = missingScopesFor({ rewards: [reward] }, shop.grantedScopes);
  return scopes.length > 0 ? { outcome: "scopes_missing", scopes } : { version, reward };
}

interface Purchase {
  shop: Shop;
  request: RedeemRequest;
  version: ProgramVersion;
  reward: Reward;
}

async function buy(tx: LockedTx, { shop, request, version, reward }: Purchase): Promise<Redeemed> {
  const { customerId, now } = request;
  await settleIfDue(tx, shop.id, { customerId, now });
  const { claimedAt = null, debtPoints = 0, settledPoints = 0 } = (await findBalance(tx, shop.id, customerId)) ?? {};
  if (!claimedAt && request.by.kind === "customer") return { outcome: "not_claimed" };
  if (debtPoints > 0) return { outcome: "in_debt", debtPoints };
  const refused = refusedPrice(reward, request);
  if (refused) return refused;
  const quoted = quoteRedemption(reward, { points: request.points, availablePoints: settledPoints, now, timeZone: shop.timeZone });
  if (quoted.outcome !== "quoted") return quoted;
  // Only now: a merchant whose redemption is refused has claimed nothing.
  if (!claimedAt) await claimPoints(tx, shop.id, { customerId, now });
  const redemption = await reserve(tx, { shop, request, version, reward }, quoted.quote);
  return { outcome: "redeemed", redemption: viewOf(redemption) };
}

/**
 * A reward of one price is not sold for another, also where the caller believes in an older one. A merchant says how much of
 * a customer's points a slider takes; customers see its fewest before they click.
 */
function refusedPrice(reward: Reward, { points, by }: RedeemRequest): Redeemed | undefined {
  if (reward.kind === "slider") {
    const { minimumPoints, maximumPoints, stepPoints } = reward;
    const isUnsaid = points === undefined && by.kind === "merchant" && minimumPoints < maximumPoints;
    return isUnsaid ? { outcome: "points_not_offered", minimumPoints, maximumPoints, stepPoints } : undefined;
  }
  if (points === undefined || points === reward.costPoints) return undefined;
  return { outcome: "points_not_offered", minimumPoints: reward.costPoints, maximumPoints: reward.costPoints, stepPoints: 1 };
}

async function reserve(tx: LockedTx, { shop, request, version, reward }: Purchase, { points, grant, endsAt }: Quote): Promise<Redemption> {
  const { customerId, idempotencyKey, by, now } = request;
  const redemptionId = randomUUID();
  const code = grant.kind === "store_credit" ? null : redemptionCode((await getShopHash(tx, shop)).redemption(redemptionId), reward.codePrefix);
  const redemption: Redemption = {
    redemptionId, customerId, idempotencyKey, reward, grant, programVersion: version.version, points, origin: "bought", code, state: "issuing", shopifyId: null, orderId: null,
    confirmedAt: null, returnReason: null, refusal: null, reservedAt: now, endsAt, closedAt: null,
    vouchedBy: null,
    vouchedAt: null,
  };
  const lots = (await loadLots(tx, shop.id, { customerIds: [customerId], orderIds: [] })).get(customerId) ?? [];
  const entry = reservePoints(lots, { redemptionId, customerId, reward, points, programVersion: version.version, ...(by.kind === "merchant" && { by: by.name }), now });
  await addRedemption(tx, shop.id, redemption);
  await appendEntries(tx, shop.id, { entries: [entry], now });
  await writeLots(tx, shop.id, lots.map((lot) => ({ ...lot, customerId })));
  await moveBalances(tx, shop.id, [{ customerId, pendingPoints: 0, settledPoints: -points, debtPoints: 0, activeAt: now, nextDueAt: "keep" }]);
  await addEffects(tx, shop.id, { effects: [issueEffect(redemption, version.currency)], isWaitedFor: true, now });
  await enqueueJob(tx, performEffectsOf(shop.id));
  // The code leads to the cart, which would else offer what these points bought once more.
  await enqueueJob(tx, pushSummariesOf(shop.id));
  return redemption;
}
