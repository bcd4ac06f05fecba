import type { ProgramVersion } from "#app/domain/program/program.ts";
import { missingScopesFor } from "#app/domain/redemption/reward-scopes.ts";
import type { StorefrontTexts } from "#app/domain/storefront/storefront-texts.ts";
import { type ProgramSummary, programSummaryOf } from "#app/domain/summary/program-summary.ts";
import { pool } from "#app/platform/db.server.ts";
import { getCountingPolicy } from "#app/store/counting-policies.server.ts";
import { loadStorefrontTexts } from "#app/store/storefront-texts.server.ts";

/** What the shop's own pages are told: the program, and the merchant's own texts for the blocks. */
export type ShopProgramSummary = ProgramSummary & { texts: StorefrontTexts };

/** The summary of a version for the shop's own pages, without rewards that could not be given yet; `textsChangedAt` says which texts stand in it. */
export async function getShopProgramSummary(shop: { id: number; grantedScopes: string[] }, version: ProgramVersion, now: Date): Promise<{ summary: ShopProgramSummary; textsChangedAt: Date | null }> {
  const [policy, { texts, changedAt }] = await Promise.all([getCountingPolicy(pool, shop.id), loadStorefrontTexts(pool, shop.id)]);
  const rewards = version.program.rewards.filter((reward) => missingScopesFor({ rewards: [reward] }, shop.grantedScopes).length === 0);
  return { summary: { ...programSummaryOf({ ...version, program: { ...version.program, rewards } }, { policy, now }), texts }, textsChangedAt: changedAt };
}
