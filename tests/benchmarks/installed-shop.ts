import { DEFAULT_COUNTING_POLICY } from "#app/domain/scoring/counting-policy.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { addCountingPolicy } from "#app/store/counting-policies.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { saveInstalledShop, type Shop } from "#app/store/shops.server.ts";
import { SHOP_DOMAIN } from "./shop-domain.ts";

/** A shop as the installation leaves it, but without a read of its history. For parts whose DATABASE_URL is set. */
export function installBenchShop(domain = SHOP_DOMAIN): Promise<Shop> {
  const now = new Date();
  const details = { shopifyId: "548380009", name: "Bench", currency: "GBP", timeZone: "Europe/London" };
  return inTransaction(async (tx) => {
    const { shop } = await saveInstalledShop(tx, { domain, scopes: ["read_orders", "read_all_orders", "write_discounts"], details, now });
    await addCountingPolicy(await lockShopFacts(tx, shop.id), shop.id, { policy: DEFAULT_COUNTING_POLICY, by: "bench", now });
    return shop;
  });
}
