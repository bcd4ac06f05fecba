import { inTransaction } from "#app/platform/db.server.ts";
import { findShopByDomain, markUninstalled } from "#app/store/shops.server.ts";

/** Records that the app was uninstalled by `at`, found out otherwise than by Shopify's news of it. */
export async function recordUninstall(domain: string, at: Date): Promise<void> {
  await inTransaction(async (tx) => {
    const shop = await findShopByDomain(tx, domain);
    if (shop) await markUninstalled(tx, shop.id, at);
  });
}
