import { inTransaction, type LockedTx } from "#app/platform/db.server.ts";
import { deleteAllOf } from "#app/store/inbox.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { deleteShop, findShop, type Shop } from "#app/store/shops.server.ts";

/** Erases a shop whole, with its tokens and everything that it sent. */
export async function eraseShopWithin(tx: LockedTx, shop: Pick<Shop, "id" | "domain">): Promise<void> {
  await deleteShop(tx, shop);
  await deleteAllOf(tx, shop.domain);
}

/** The same in a transaction of its own, unless the shop was opened again since it was last looked at. */
export async function eraseShop(shop: Shop): Promise<void> {
  await inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shop.id);
    const present = await findShop(tx, shop.id);
    const isAsBefore = present && [present.installedAt, present.uninstalledAt, present.reopenNeededAt].join() === [shop.installedAt, shop.uninstalledAt, shop.reopenNeededAt].join();
    if (isAsBefore) await eraseShopWithin(tx, present);
  });
}
