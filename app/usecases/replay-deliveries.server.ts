import { inTransaction } from "#app/platform/db.server.ts";
import { drainOf, enqueueJob } from "#app/store/jobs.server.ts";
import { isAnyKept, replayParked } from "#app/store/inbox.server.ts";
import { getShop } from "#app/store/shops.server.ts";

/**
 * Puts parked deliveries of a shop back to be read again. One that still can't be read comes back with its reason; one that is
 * being read, or was, is left alone. Unknown: none of them is kept for this shop.
 */
export async function replayDeliveries(shopId: number, ids: string[]): Promise<{ outcome: "replayed" | "unknown" }> {
  return inTransaction(async (tx) => {
    const { domain } = await getShop(tx, shopId);
    if ((await replayParked(tx, domain, ids)) > 0) await enqueueJob(tx, drainOf(domain));
    else if (!(await isAnyKept(tx, domain, ids))) return { outcome: "unknown" };
    return { outcome: "replayed" };
  });
}
