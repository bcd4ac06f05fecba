import type { CustomerId } from "#app/domain/ids.ts";
import { pool } from "#app/platform/db.server.ts";
import { isMemberDue } from "#app/store/due-members.server.ts";
import { holdShopFactsForPage } from "#app/store/lock-shop-facts.server.ts";
import { findMember } from "#app/store/find-members.server.ts";
import { settleMembers } from "./settle-members.server.ts";

/**
 * Brings one member up to `now`, so that nobody is shown a balance of yesterday: what came due, and facts that were heard of
 * and not settled. Most of the time nothing is, and nothing is locked. A former id stands for the survivor; unknown and
 * deleted customers are passed over. "busy" where the shop's facts are held by others: then the balance is the last one.
 */
export async function settleDueMember(shopId: number, customerId: CustomerId, now: Date): Promise<"busy" | void> {
  const memberId = await findMember(pool, shopId, customerId);
  if (!memberId || !(await isMemberDue(pool, shopId, { customerId: memberId, now }))) return;
  return holdShopFactsForPage(shopId, async (tx) => {
    await settleMembers(tx, shopId, { customerIds: [memberId], now });
  });
}
