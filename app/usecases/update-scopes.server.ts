import { ALL_ORDERS_SCOPE } from "#app/domain/history-horizon.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { openBackfill } from "#app/store/backfills.server.ts";
import { advanceBackfillOf, enqueueJob } from "#app/store/jobs.server.ts";
import { getShop, setGrantedScopes, type Shop } from "#app/store/shops.server.ts";

/** Keeps what a shop has granted by now. Where older orders can be read from now on, the history is read anew. */
export async function updateScopes(tx: Tx, shop: Shop, { scopes, now }: { scopes: string[]; now: Date }): Promise<void> {
  await setGrantedScopes(tx, shop.id, scopes);
  if (shop.grantedScopes.includes(ALL_ORDERS_SCOPE) || !scopes.includes(ALL_ORDERS_SCOPE)) return;
  await openBackfill(tx, shop.id, { reason: "read_all_orders was granted", horizonAt: null, now });
  await enqueueJob(tx, advanceBackfillOf(shop.id));
}

/** The same from Shopify's own answer, before the delivery that tells of it; a second time it changes nothing more. */
export async function recordGrantedScopes(shopId: number, { scopes, now }: { scopes: string[]; now: Date }): Promise<void> {
  await inTransaction(async (tx) => updateScopes(tx, await getShop(tx, shopId), { scopes, now }));
}
