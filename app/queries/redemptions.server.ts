import type { RedemptionAnswer, RedemptionPage, RewardList } from "#app/contract/redemptions.ts";
import { programAt } from "#app/domain/program/program.ts";
import { viewOf, type RedemptionView } from "#app/domain/redemption/redemption.ts";
import { pool } from "#app/platform/db.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { findRedemption, listRedemptions } from "#app/store/redemptions.server.ts";
import { pageLimit, readCursor, writeCursor } from "./cursor.ts";
import { findSurvivor } from "./find-survivor.server.ts";

/** The rewards of the program in force, in the merchant's order. */
export async function listRewards(shopId: number, now: Date): Promise<RewardList> {
  const live = programAt(await listProgramVersions(pool, shopId), now);
  return { items: (live?.program.rewards ?? []).map((reward) => ({ ...reward })), nextCursor: null, isPaused: live?.isPaused ?? false };
}

/** A page of one customer's redemptions, newest first. Undefined for an unknown or deleted customer. */
export async function findRedemptionPage(shopId: number, customerId: string, request: { limit?: number; cursor?: string }): Promise<RedemptionPage | undefined> {
  const [before] = request.cursor === undefined ? [undefined] : readCursor(request.cursor, [(part) => part !== null && /^[\w-]{1,64}$/.test(part)]);
  const customer = await findSurvivor(shopId, customerId);
  if (!customer) return undefined;
  const limit = pageLimit(request.limit);
  const rows = await listRedemptions(pool, shopId, { customerId: customer.customer_id, limit: limit + 1, before: before ?? undefined });
  const last = rows[limit - 1];
  return { items: rows.slice(0, limit).map((row) => toRedemption(viewOf(row))), nextCursor: rows.length > limit && last ? writeCursor([last.redemptionId]) : null };
}

/** One redemption of the shop, or undefined. */
export async function getRedemption(shopId: number, redemptionId: string): Promise<RedemptionAnswer | undefined> {
  const row = await findRedemption(pool, shopId, redemptionId);
  return row && toRedemption(viewOf(row));
}

/** A redemption as the API tells it, instants in UTC. */
export const toRedemption = ({ redemptionId, grant, reservedAt, endsAt, vouched, ...view }: RedemptionView): RedemptionAnswer => ({
  id: redemptionId, ...view, grant: { ...grant }, reservedAt: reservedAt.toISOString(), endsAt: endsAt?.toISOString() ?? null, vouched: vouched && { by: vouched.by, at: vouched.at.toISOString() },
});
