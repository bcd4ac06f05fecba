import { inTransaction, type LockedConnection } from "#app/platform/db.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";

/** Runs `work` in a transaction that holds the shop's facts, as a use case that writes them does. */
export const holdingShopFacts = <T>(shopId: number, work: (tx: LockedConnection) => Promise<T>): Promise<T> =>
  inTransaction(async (client) => work(await lockShopFacts(client, shopId)));
