import { inTransaction, type LockedTx } from "#app/platform/db.server.ts";
import { deleteAllOf } from "#app/store/inbox.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { deleteShop, getShop, type Shop } from "#app/store/shops.server.ts";

/** Erases a shop whole, with its tokens and everything that it sent. */
export async function eraseShopWithin(tx: LockedTx, shop: Pick<Shop, "id" | "domain">): Promise<void> {
  await deleteShop(tx, shop);
  await deleteAllOf(tx, shop.domain);
}

/** The same, in a transaction of its own, for a shop that has left: the app is uninstalled, or Shopify refuses its tokens. Answers whether it has. */
export async function eraseShopThatLeft(shopId: number): Promise<boolean> {
  return inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shopId);
    const shop = await getShop(tx, shopId);
    const hasLeft = shop.uninstalledAt !== null || shop.reopenNeededAt !== null;
    if (hasLeft) await eraseShopWithin(tx, shop);
    return hasLeft;
  });
}
