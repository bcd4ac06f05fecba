import { pool } from "#app/platform/db.server.ts";
import { ReopenNeededError, ShopGoneError } from "#app/shopify/errors.ts";
import { shopDetails } from "#app/shopify/documents/shop-details.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import { findShop, type Shop } from "#app/store/shops.server.ts";
import { eraseShop } from "#app/usecases/erase-shop.server.ts";

/**
 * Erases a shop that Shopify wants erased, although nothing was heard of the app's uninstallation: where Shopify takes our
 * tokens, the app came back and the shop stays. Trouble that may pass is thrown, and the job tried again.
 */
export async function eraseGoneShop(shopId: number): Promise<void> {
  const shop = await findShop(pool, shopId);
  if (!shop) return;
  try {
    await runAdmin(shop, shopDetails, {});
  } catch (error) {
    if (!(error instanceof ReopenNeededError || error instanceof ShopGoneError)) throw error;
    const gone = await findShop(pool, shopId);
    if (gone && !hasComeBack(shop, gone)) await eraseShop(gone);
  }
}

const hasComeBack = (before: Shop, now: Shop): boolean =>
  before.installedAt.getTime() !== now.installedAt.getTime() || (before.reopenNeededAt !== null && now.reopenNeededAt === null);
