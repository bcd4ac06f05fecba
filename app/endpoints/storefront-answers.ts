import { redemptionRequest, type RedemptionRequest, type StorefrontReason } from "#app/contract/storefront.ts";
import { now } from "#app/platform/clock.server.ts";
import { lookUntil } from "#app/platform/look-until.server.ts";
import { CursorError } from "#app/queries/cursor.ts";
import { findInstalledShop, type PageShop } from "#app/queries/find-installed-shop.server.ts";
import { tellRefused } from "#app/queries/redeem-answer.server.ts";
import { loadPageFormats } from "#app/queries/shopper-formats.server.ts";
import { findStorefrontBalance } from "#app/queries/storefront-balance.server.ts";
import { findStorefrontHistory } from "#app/queries/storefront-history.server.ts";
import { tellStorefrontRedemption } from "#app/queries/storefront-redemption.server.ts";
import { claimAccount } from "#app/usecases/claim-account.server.ts";
import { redeemReward, type Redeemed } from "#app/usecases/redeem-reward.server.ts";
import { settleDueMember } from "#app/usecases/settle-due-member.server.ts";
import type { StorefrontAnswer, StorefrontQuestion } from "./storefront-door.ts";

const NOT_THERE: StorefrontAnswer = { status: 404, trouble: "not_there" };
const NOT_WELL_MADE: StorefrontAnswer = { status: 400, trouble: "not_well_made" };

const REDEMPTION_ID = /^[\w-]{1,64}$/;

/**
 * The customer's own movements of points. Whoever is excluded keeps theirs, and a paused program hides nothing. A sign-in
 * that we see here for the first time claims what waited, and what is due comes first, so that nobody reads a history of yesterday.
 */
export async function answerHistory({ shopDomain, customerId, locale, query }: StorefrontQuestion): Promise<StorefrontAnswer> {
  const at = now();
  const find = () => findStorefrontHistory(shopDomain, { customerId, locale, cursor: query.get("cursor"), now: at });
  try {
    let found = await find();
    if (found?.isDue) {
      if ((await claimAccount(found.shopId, { customerId, now: at })) !== "busy") await settleDueMember(found.shopId, customerId, at);
      found = await find();
    }
    return found ? { status: 200, body: found.history } : NOT_THERE;
  } catch (error) {
    if (error instanceof CursorError) return NOT_WELL_MADE;
    throw error;
  }
}

/** Buys a reward with the customer's points: once for a request id, however often it is sent. */
export async function answerRedeem({ shopDomain, customerId, locale, body }: StorefrontQuestion): Promise<StorefrontAnswer> {
  const asked = readRequest(body ?? "");
  if (!asked) return NOT_WELL_MADE;
  const shop = await findInstalledShop(shopDomain, now());
  if (!shop) return NOT_THERE;
  await claimAccount(shop.id, { customerId, now: now() });
  const { rewardId, points, requestId } = asked;
  const redeemed = await redeemReward(shop.id, { customerId, rewardId, points, idempotencyKey: `storefront:${customerId}:${requestId}`, by: { kind: "customer" }, now: now() });
  if (redeemed.outcome !== "redeemed") return withBalance(await refused(shop, { outcome: redeemed.outcome, rewardId, customerId, locale }), { shopDomain, customerId });
  // All who wait for Shopify's answer share each look.
  const told = await lookUntil(() => tell(shopDomain, { redemptionId: redeemed.redemption.redemptionId, customerId, locale }), ({ status }) => status !== 202);
  return withBalance(told, { shopDomain, customerId });
}

/** How a redemption of the customer's own stands now. */
export async function answerRedemption({ shopDomain, customerId, locale, query }: StorefrontQuestion): Promise<StorefrontAnswer> {
  const redemptionId = query.get("id") ?? "";
  return REDEMPTION_ID.test(redemptionId) ? withBalance(await tell(shopDomain, { redemptionId, customerId, locale }), { shopDomain, customerId }) : NOT_THERE;
}

function readRequest(body: string): RedemptionRequest | undefined {
  try {
    return redemptionRequest.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

interface Told {
  redemptionId: string;
  customerId: string;
  locale: string;
}

/** With what the customer has left, so that the page can say so before the metafield that it is made of follows. */
async function withBalance(answer: StorefrontAnswer, { shopDomain, customerId }: { shopDomain: string; customerId: string }): Promise<StorefrontAnswer> {
  if ("trouble" in answer) return answer;
  const balance = await findStorefrontBalance(shopDomain, { customerId, now: now() });
  if (!balance) return answer;
  return "body" in answer ? { ...answer, body: { ...answer.body, balance } } : { ...answer, balance };
}

async function tell(shopDomain: string, { redemptionId, customerId, locale }: Told): Promise<StorefrontAnswer> {
  const told = await tellStorefrontRedemption(shopDomain, { redemptionId, customerId, locale, now: now() });
  if (!told) return NOT_THERE;
  if (told.status === "refused") return { status: 409, reason: told.reason, sentence: told.sentence };
  return { status: told.status === "ready" ? 200 : 202, body: told };
}

type Refused = Exclude<Redeemed["outcome"], "redeemed">;

const REASONS: Record<Refused, [status: number, reason: StorefrontReason]> = {
  insufficient_points: [409, "not_enough_points"],
  in_debt: [409, "not_enough_points"],
  not_claimed: [403, "not_signed_in"],
  points_not_offered: [409, "changed"],
  key_used_differently: [422, "changed"],
  reward_unknown: [409, "not_available"],
  reward_not_offered: [409, "not_available"],
  no_program: [409, "not_available"],
  paused: [409, "not_available"],
  customer_unknown: [409, "not_available"],
  scopes_missing: [409, "not_available"],
};

async function refused(shop: PageShop, { outcome, rewardId, customerId, locale }: { outcome: Refused; rewardId: string; customerId: string; locale: string }): Promise<StorefrontAnswer> {
  const [status, reason] = REASONS[outcome];
  const sentence = await tellRefused(shop.id, { because: outcome, rewardId, customerId, formats: await loadPageFormats(shop, locale, now()), now: now() });
  return { status, reason, sentence };
}
