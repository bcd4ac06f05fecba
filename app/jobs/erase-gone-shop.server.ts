import { pool } from "#app/platform/db.server.ts";
import { ReopenNeededError, ShopGoneError } from "#app/shopify/errors.ts";
import { shopDetails } from "#app/shopify/documents/shop-details.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import { findShop } from "#app/store/shops.server.ts";
import { eraseShopThatLeft } from "#app/usecases/erase-shop.server.ts";

/**
 * Erases a shop that Shopify wants erased, although nothing was heard of the app's uninstallation: where Shopify takes our
 * tokens, the app came back and the shop stays. Anything less than a refusal of them, such as a shop that is frozen for want
 * of payment, is thrown, and the job tried again: what is erased cannot be brought back.
 */
export async function eraseGoneShop(shopId: number): Promise<void> {
  const shop = await findShop(pool, shopId);
  if (!shop) return;
  try {
    await runAdmin(shop, shopDetails, {});
  } catch (error) {
    const mayHaveLeft = error instanceof ReopenNeededError || error instanceof ShopGoneError;
    if (!mayHaveLeft || !(await eraseShopThatLeft(shopId))) throw error;
  }
}
