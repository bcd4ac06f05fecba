import type { RedemptionAnswer } from "#app/contract/redemptions.ts";
import { programAt } from "#app/domain/program/program.ts";
import { viewOf } from "#app/domain/redemption/redemption.ts";
import { missingScopesFor } from "#app/domain/redemption/reward-scopes.ts";
import type { Reward } from "#app/domain/redemption/reward.ts";
import { findBalance } from "#app/ledger/read.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { listRedemptions } from "#app/store/redemptions.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { toRedemption } from "./redemptions.server.ts";

/** A reward of the program in force. `missingScopes` are what Shopify has yet to allow before it can be given. */
export interface OfferedReward {
  reward: Reward;
  missingScopes: string[];
}

/**
 * What one customer could buy, and what was bought for them lately, newest first. `spendablePoints` are those that have
 * settled, whether claimed or not; negative in debt.
 */
export interface CustomerRewards {
  state: "open" | "no_program" | "paused";
  spendablePoints: number;
  debtPoints: number;
  isClaimed: boolean;
  offered: OfferedReward[];
  redemptions: RedemptionAnswer[];
}

const REDEMPTIONS_SHOWN = 20;

/** Rewards and redemptions of a customer who is known, under today's id. "paused" also when the program has another currency than the shop. */
export async function findCustomerRewards(shopId: number, customerId: string, now: Date): Promise<CustomerRewards> {
  const [shop, versions, balance, redemptions] = await Promise.all([
    getShop(pool, shopId),
    listProgramVersions(pool, shopId),
    findBalance(pool, shopId, customerId),
    listRedemptions(pool, shopId, { customerId, limit: REDEMPTIONS_SHOWN }),
  ]);
  const live = programAt(versions, now);
  const isPaused = live !== undefined && (live.isPaused || live.currency !== shop.currency);
  return {
    state: !live ? "no_program" : isPaused ? "paused" : "open",
    spendablePoints: balance?.settledPoints ?? 0,
    debtPoints: balance?.debtPoints ?? 0,
    isClaimed: balance?.claimedAt != null,
    offered: (live?.program.rewards ?? []).map((reward) => ({ reward, missingScopes: missingScopesFor({ rewards: [reward] }, shop.grantedScopes) })),
    redemptions: redemptions.map((redemption) => toRedemption(viewOf(redemption))),
  };
}
