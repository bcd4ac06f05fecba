import { inTransaction } from "#app/platform/db.server.ts";
import { isHistoryOpen } from "#app/store/backfills.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { findUnsettled } from "#app/store/write-stages.server.ts";
import { settleMembers } from "#app/usecases/settle-members.server.ts";

const BATCH = 2_000;

/**
 * Settles every member of a shop who is dirty or has something due by `now`, in batches, each in its own transaction, so
 * that deliveries come through in between. Answers how many were settled.
 */
export async function settleDue(shopId: number, now: Date): Promise<number> {
  let settled = 0;
  for (;;) {
    const count = await inTransaction(async (tx) => {
      await lockShopFacts(tx, shopId);
      const customerIds = await findUnsettled(tx, shopId, { now, limit: BATCH });
      const members = await settleMembers(tx, shopId, { customerIds, now, isLive: !(await isHistoryOpen(tx, shopId)) });
      return members.length;
    });
    if (count === 0) return settled;
    settled += count;
  }
}
