import type { RedeemAnswer } from "#app/contract/checkout-api.ts";
import type { PageFormats, ShopperFormats } from "#app/domain/confirmation/shopper-formats.ts";
import { fill } from "#app/domain/confirmation/words/catalogue.ts";
import { programAt } from "#app/domain/program/program.ts";
import { costOf } from "#app/domain/redemption/offered-rewards.ts";
import { findBalance } from "#app/ledger/read.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { findMember } from "#app/store/find-members.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { findRedemption } from "#app/store/redemptions.server.ts";
import { codeOfRedemption } from "./shopper-rewards.server.ts";

const MAKING_MS = 1_000;

interface Asked {
  /** The redemption that was made, or by which name it was refused. */
  redeemed: { redemptionId: string } | string;
  rewardId: string;
  customerId: string;
  formats: ShopperFormats;
  now: Date;
}

/** What a customer is told who asked for a reward: the code, or in one sentence why there is none and where the points are. */
export async function tellRedeemed(shop: { id: number; domain: string }, { redeemed, rewardId, customerId, formats, now }: Asked): Promise<RedeemAnswer> {
  if (typeof redeemed === "string") return { state: "refused", sentence: await tellRefused(shop.id, { because: redeemed, rewardId, customerId, formats, now }) };
  const redemption = await findRedemption(pool, shop.id, redeemed.redemptionId);
  const code = redemption && codeOfRedemption(redemption, { shop, formats, now });
  if (!code) return { state: "refused", sentence: fill(formats.words.refused.making, { points: formats.points(redemption?.points ?? 0) }) };
  return { state: "redeemed", code, retryAfterMs: code.state === "making" ? MAKING_MS : null };
}

interface Refused extends Omit<Asked, "redeemed" | "formats"> {
  /** By which name it was refused. */
  because: string;
  formats: PageFormats;
}

/** In one sentence why a customer's points bought nothing. */
export async function tellRefused(shopId: number, { because, rewardId, customerId, formats: { words, points }, now }: Refused): Promise<string> {
  const { refused, newMember } = words;
  switch (because) {
    case "insufficient_points":
    case "points_not_offered": {
      const reward = programAt(await listProgramVersions(pool, shopId), now)?.program.rewards.find(({ id }) => id === rewardId);
      if (because === "points_not_offered" && reward?.kind === "slider") return refused.other;
      return fill(refused.notEnough, { points: points(reward ? costOf(reward) : 0) });
    }
    case "in_debt": {
      const memberId = (await findMember(pool, shopId, customerId)) ?? customerId;
      return fill(refused.debt, { points: points((await findBalance(pool, shopId, memberId))?.debtPoints ?? 0) });
    }
    case "reward_unknown":
    case "reward_not_offered":
      return refused.notOffered;
    case "paused":
    case "no_program":
      return refused.paused;
    case "customer_unknown":
      return newMember;
    case "not_claimed":
      return refused.notClaimed;
    default:
      return refused.other;
  }
}
