import type { CustomerId } from "#app/domain/ids.ts";
import { pool, type LockedTx } from "#app/platform/db.server.ts";
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
  return holdShopFactsForPage(shopId, async (tx) => settleIfDue(tx, shopId, { customerId: memberId, now }));
}

/**
 * The same in the caller's transaction, which holds the shop's facts, before something is booked for the member. Settling
 * costs some twenty statements and makes the shop's figures old, and most of the time nothing is due.
 */
export async function settleIfDue(tx: LockedTx, shopId: number, { customerId, now }: { customerId: CustomerId; now: Date }): Promise<void> {
  if (await isMemberDue(tx, shopId, { customerId, now })) await settleMembers(tx, shopId, { customerIds: [customerId], now });
}
