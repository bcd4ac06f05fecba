import { pool } from "#app/platform/db.server.ts";
import { findExclusion, type MemberExclusion } from "#app/store/member-exclusions.server.ts";

/** Why a customer earns nothing now, since when, and who said so. */
export interface StandingExclusion extends Pick<MemberExclusion, "kind" | "reason" | "by"> {
  from: string;
}

/** Null for everybody who earns. Tags that exclude are not in it: they come and go in Shopify. */
export async function findMemberExclusion(shopId: number, customerId: string): Promise<StandingExclusion | null> {
  const exclusion = await findExclusion(pool, shopId, customerId);
  return exclusion ? { kind: exclusion.kind, reason: exclusion.reason, by: exclusion.by, from: exclusion.from.toISOString() } : null;
}
