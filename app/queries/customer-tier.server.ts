import { programAt } from "#app/domain/program/program.ts";
import { isInForce } from "#app/domain/scoring/rank-at.ts";
import { tierRoad, type TierRoad } from "#app/domain/tiers/tier-road.ts";
import { pool } from "#app/platform/db.server.ts";
import { loadCountedHistory } from "#app/store/counted-history.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { findTier, loadContributions } from "#app/store/tiers.server.ts";

/** Where a customer stands among the tiers of the program in force; `since` is null without a tier. */
export interface CustomerTier extends TierRoad {
  since: string | null;
}

/** Null where the program in force has no tiers, or there is no program. For a customer who is known, under today's id. */
export async function findCustomerTier(shop: { id: number; timeZone: string }, customerId: string, now: Date): Promise<CustomerTier | null> {
  const program = programAt(await listProgramVersions(pool, shop.id), now)?.program;
  if (!program || program.tiers.length === 0) return null;
  const [{ tierId, since }, contributions] = await Promise.all([
    findTier(pool, shop.id, customerId),
    loadContributions(pool, shop.id, { history: await loadCountedHistory(pool, shop.id, [customerId]), customerIds: [customerId], bases: [program.tierQualification.basis] }),
  ]);
  const road = tierRoad((contributions.get(customerId) ?? []).filter((one) => isInForce(one, undefined)), { tierId, program, timeZone: shop.timeZone, now });
  return { ...road, since: road.current && (since?.toISOString() ?? null) };
}
