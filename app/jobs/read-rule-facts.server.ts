import { now as clock } from "#app/platform/clock.server.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { readCustomerTags, readProductFacts } from "#app/shopify/read-rule-facts.server.ts";
import { enqueueJob, settleDueOf } from "#app/store/jobs.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { listAnsweredProducts, listOpenRuleFacts, reopenAskingOrders, writeCustomerTags, writeProductFacts } from "#app/store/rule-facts.server.ts";
import type { Shop } from "#app/store/shops.server.ts";

const AT_ONCE = 250;
/** So many questions of orders are answered while others of the shop wait: a best-seller may be in every order of a history. */
const ANSWERS_AT_ONCE = 5_000;

/**
 * Reads from Shopify what the program's rules ask about and nobody knows yet: tags and collections of products, tags of
 * customers. The orders that wait for it are judged again. Answers how many were read.
 */
export async function readRuleFacts(shop: Shop): Promise<number> {
  // Whoever died in between has read them, and left orders that wait.
  await answerOrders(shop.id, await listAnsweredProducts(pool, shop.id));
  let read = 0;
  for (;;) {
    const { productIds, customerIds } = await listOpenRuleFacts(pool, shop.id, AT_ONCE);
    if (productIds.length + customerIds.length === 0) return read;
    const readAt = clock();
    const facts = await readProductFacts(shop, productIds);
    const readings = await readCustomerTags(shop, customerIds);
    const now = clock();
    await inTransaction(async (client) => {
      const tx = await lockShopFacts(client, shop.id);
      if (facts.length > 0) await writeProductFacts(tx, shop.id, { facts, readAt });
      if (readings.length > 0) await writeCustomerTags(tx, shop.id, { readings, now });
      await enqueueJob(tx, settleDueOf(shop.id));
    });
    await answerOrders(shop.id, facts.map(({ productId }) => productId));
    read += facts.length + readings.length;
  }
}

async function answerOrders(shopId: number, productIds: string[]): Promise<void> {
  for (let isLeft = productIds.length > 0; isLeft; ) {
    isLeft = await inTransaction(async (client) => {
      const tx = await lockShopFacts(client, shopId);
      await enqueueJob(tx, settleDueOf(shopId));
      return reopenAskingOrders(tx, shopId, { productIds, limit: ANSWERS_AT_ONCE, now: clock() });
    });
  }
}
