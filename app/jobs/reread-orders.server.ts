import { now as clock } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { readOrders } from "#app/shopify/read-orders.server.ts";
import { listOrdersToReread } from "#app/store/reconciliations.server.ts";
import { getShopHash, type Shop } from "#app/store/shops.server.ts";
import { takeInReadOrders } from "#app/usecases/take-in-read-orders.server.ts";

const AT_ONCE = 50;

/** Reads the orders that ask for it from Shopify again, until none does; Shopify's answer is kept. Answers how many were read. */
export async function rereadOrders(shop: Shop): Promise<number> {
  const done = new Set<string>();
  for (;;) {
    const orderIds = (await listOrdersToReread(pool, shop.id, AT_ONCE + done.size)).filter((id) => !done.has(id)).slice(0, AT_ONCE);
    if (orderIds.length === 0) return done.size;
    const read = await readOrders(shop, orderIds, await getShopHash(pool, shop));
    await takeInReadOrders(shop, { ...read, now: clock() });
    for (const id of orderIds) done.add(id);
  }
}
