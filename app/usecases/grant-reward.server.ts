import { randomUUID } from "node:crypto";
import type { CustomerId } from "#app/domain/ids.ts";
import { issueEffect } from "#app/domain/redemption/effect-of.ts";
import { codeEndsAt } from "#app/domain/redemption/quote-redemption.ts";
import { redemptionCode } from "#app/domain/redemption/redemption-code.ts";
import type { Redemption, RedemptionOrigin } from "#app/domain/redemption/redemption.ts";
import { grantOf } from "#app/domain/redemption/reward-grant.ts";
import { missingScopesFor } from "#app/domain/redemption/reward-scopes.ts";
import type { Reward } from "#app/domain/redemption/reward.ts";
import { addEffects } from "#app/effects/outbox.server.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { enqueueJob, performEffectsOf } from "#app/store/jobs.server.ts";
import { addRedemption } from "#app/store/redemptions.server.ts";
import { getShopHash, type Shop } from "#app/store/shops.server.ts";

/** A reward that is given free of points. Free shipping of a tier has no end of its own. */
export interface Grant {
  redemptionId: string;
  customerId: CustomerId;
  reward: Reward;
  origin: Exclude<RedemptionOrigin, "bought">;
  programVersion: number;
  currency: string;
  now: Date;
}

/** A reward that can be given now: Shopify has granted what it needs. */
export const isGivable = (reward: Reward, shop: Shop): boolean => missingScopesFor({ rewards: [reward] }, shop.grantedScopes).length === 0;

export const grantId = (): string => randomUUID();

/**
 * Gives a reward free of points: a redemption of zero points that moves nothing in the ledger, and the same effect as a
 * bought one. The caller has written down, once, what it is given for, in the same transaction.
 */
export async function grantReward(tx: LockedTx, shop: Shop, grant: Grant): Promise<void> {
  const { redemptionId, customerId, reward, origin, programVersion, currency, now } = grant;
  const made = grantOf(reward, 0);
  const code = made.kind === "store_credit" ? null : redemptionCode((await getShopHash(tx, shop)).redemption(redemptionId), reward.codePrefix);
  const redemption: Redemption = {
    redemptionId, customerId, idempotencyKey: `given:${redemptionId}`, reward, grant: made, programVersion, points: 0, origin, code, state: "issuing", shopifyId: null, orderId: null,
    confirmedAt: null, returnReason: null, refusal: null, reservedAt: now, endsAt: origin === "tier" ? null : codeEndsAt(reward, { now, timeZone: shop.timeZone }), closedAt: null,
    vouchedBy: null,
    vouchedAt: null,
  };
  await addRedemption(tx, shop.id, redemption);
  await addEffects(tx, shop.id, { effects: [issueEffect(redemption, currency)], now });
  await enqueueJob(tx, performEffectsOf(shop.id));
}
