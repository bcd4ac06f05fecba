import { inTransaction, pool } from "#app/platform/db.server.ts";
import { advanceLiabilityOf, enqueueJob } from "#app/store/jobs.server.ts";
import { advanceLiabilityDays, isLiabilityBehind } from "#app/store/liability-days.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { listShopsServed } from "./list-shops-served.server.ts";

const ENTRIES = 5_000;

/**
 * Brings the liability of a shop's days forward by the entries recorded since, in pieces, each in its own transaction, so that
 * deliveries come through in between. Ends early when its turn is over. Answers whether entries are left.
 */
export async function advanceLiability(shopId: number, { limit = ENTRIES, isOver = () => false }: { limit?: number; isOver?: () => boolean } = {}): Promise<boolean> {
  for (;;) {
    const isLeft = await inTransaction(async (client) => advanceLiabilityDays(await lockShopFacts(client, shopId), shopId, limit));
    if (!isLeft || isOver()) return isLeft;
  }
}

/** By calendar: every shop that has entries that its stored days do not know. */
export async function startLiability(): Promise<void> {
  for (const { id: shopId } of await listShopsServed("advance-liability")) {
    if (await isLiabilityBehind(pool, shopId)) await enqueueJob(pool, advanceLiabilityOf(shopId));
  }
}
