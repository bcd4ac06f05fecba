import type { CustomerId } from "#app/domain/ids.ts";
import { CLICK_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { addExclusion, endExclusion, type MemberExclusion } from "#app/store/member-exclusions.server.ts";
import { findMember } from "#app/store/find-members.server.ts";

export type ExclusionChanged = { outcome: "changed" } | { outcome: "unchanged" } | { outcome: "unknown_customer" };

/** Leaves a customer out of earning, for orders placed from now on. What is there stays, and pending points are released. */
export async function excludeMember(
  shopId: number,
  { customerId, kind, reason, by }: { customerId: CustomerId; kind: MemberExclusion["kind"]; reason: string; by: string },
  now: Date,
): Promise<ExclusionChanged> {
  return holdShopFacts(shopId, CLICK_PATIENCE_MS, async (tx): Promise<ExclusionChanged> => {
    const memberId = await findMember(tx, shopId, customerId);
    if (!memberId) return { outcome: "unknown_customer" };
    return { outcome: (await addExclusion(tx, shopId, { customerId: memberId, kind, reason, by, now })) ? "changed" : "unchanged" };
  });
}

/** Lets a customer earn again, for orders placed from now on. Orders placed meanwhile stay without points. */
export async function includeMember(shopId: number, customerId: CustomerId, now: Date): Promise<ExclusionChanged> {
  return holdShopFacts(shopId, CLICK_PATIENCE_MS, async (tx): Promise<ExclusionChanged> => {
    const memberId = await findMember(tx, shopId, customerId);
    if (!memberId) return { outcome: "unknown_customer" };
    return { outcome: (await endExclusion(tx, shopId, { customerId: memberId, now })) ? "changed" : "unchanged" };
  });
}
