import { inTransaction, type LockedTx } from "#app/platform/db.server.ts";
import { lockEraseWish } from "#app/store/erase-wishes.server.ts";
import { deleteAllOf } from "#app/store/inbox.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { deleteShop, findShop, type Shop } from "#app/store/shops.server.ts";

/** Erases a shop whole, with its tokens and everything that it sent. */
export async function eraseShopWithin(tx: LockedTx, shop: Pick<Shop, "id" | "domain">): Promise<void> {
  await deleteShop(tx, shop);
  await deleteAllOf(tx, shop.domain);
}

/**
 * The same, in a transaction of its own, where Shopify's wish still stands. Where Shopify has given the shop's tokens
 * meanwhile it does not: false, and nothing is erased.
 */
export async function eraseShopThatLeft(shopId: number): Promise<boolean> {
  return inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shopId);
    const wish = await lockEraseWish(tx, shopId);
    const shop = wish && (await findShop(tx, shopId));
    if (shop) await eraseShopWithin(tx, shop);
    return shop !== undefined;
  });
}
