import { pool } from "#app/platform/db.server.ts";
import { readOrders } from "#app/shopify/read-orders.server.ts";
import { enqueueJob, inItsTurn, rereadOrdersOf } from "#app/store/jobs.server.ts";
import { listOrdersToReread } from "#app/store/reconciliations.server.ts";
import { getShopHash, type Shop } from "#app/store/shops.server.ts";
import { takeInReadParts } from "./take-in-read-parts.server.ts";

const AT_ONCE = 50;

/**
 * Reads the orders that ask for it from Shopify again, from the lowest id to the highest, each once; Shopify's answer is kept.
 * One that asks while this runs has asked for the job as well, which then runs once more. When its turn is over the job is
 * asked for again, for the rest. Answers how many were read.
 */
export async function rereadOrders(shop: Shop, isTurnOver: () => boolean = () => false): Promise<number> {
  let read = 0;
  for (let afterId = "0"; ; ) {
    const orderIds = await listOrdersToReread(pool, shop.id, { afterId, limit: AT_ONCE });
    if (orderIds.length === 0) return read;
    const answer = await readOrders(shop, orderIds, await getShopHash(pool, shop));
    await takeInReadParts(shop, { ...answer, customers: [] });
    read += orderIds.length;
    if (isTurnOver()) {
      await enqueueJob(pool, inItsTurn(rereadOrdersOf(shop.id)));
      return read;
    }
    afterId = orderIds.at(-1)!;
  }
}
