import type { CustomerId } from "#app/domain/ids.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { isMemberDue } from "#app/store/due-members.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { settleMembers } from "./settle-members.server.ts";

/**
 * Settles what is due of one member's points, so that a page never shows a balance of yesterday. Most of the time nothing
 * is, and nothing is locked.
 */
export async function settleDueMember(shopId: number, customerId: CustomerId, now: Date): Promise<void> {
  if (!(await isMemberDue(pool, shopId, { customerId, now }))) return;
  await inTransaction(async (tx) => {
    await lockShopFacts(tx, shopId);
    await settleMembers(tx, shopId, { customerIds: [customerId], now, isLive: true });
  });
}
