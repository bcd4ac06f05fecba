import { inTransaction } from "#app/platform/db.server.ts";
import { drainOf, enqueueJob } from "#app/store/jobs.server.ts";
import { replayParked } from "#app/store/inbox.server.ts";
import { getShop } from "#app/store/shops.server.ts";

/** Puts parked deliveries of a shop back to be read again; answers how many. One that still can't be read comes back with its reason. */
export async function replayDeliveries(shopId: number, ids: string[]): Promise<number> {
  return inTransaction(async (tx) => {
    const { domain } = await getShop(tx, shopId);
    const replayed = await replayParked(tx, domain, ids);
    if (replayed > 0) {
      await enqueueJob(tx, drainOf(domain));
    }
    return replayed;
  });
}
