import { DEFAULT_COUNTING_POLICY } from "#app/domain/scoring/counting-policy.ts";
import { inRepeatableTransaction } from "#app/platform/db.server.ts";
import { addCountingPolicy } from "#app/store/counting-policies.server.ts";
import { openBackfill } from "#app/store/backfills.server.ts";
import { lockArrival, unparkUnknownShop } from "#app/store/inbox.server.ts";
import { advanceBackfillOf, drainOf, enqueueJob } from "#app/store/jobs.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { setAccountKind } from "#app/store/member-accounts.server.ts";
import { findShopByDomain, isCountedAnew, saveInstalledShop, setHistoryHorizon, type Shop, type ShopDetails } from "#app/store/shops.server.ts";
import { touchShopFigures } from "#app/store/shop-figures.server.ts";
import { ALL_ORDERS_SCOPE, horizonFor } from "#app/domain/history-horizon.ts";
import { catchUp } from "./catch-up.server.ts";
import { countAnew } from "./count-anew.server.ts";
import { knownTimeZone } from "./known-time-zone.server.ts";

/**
 * Records an installation: a new shop, one that comes back, or (harmless) one that was there all along.
 *
 * A new shop gets the default counting policy and a backfill; one that comes back reads its history again, because the
 * deliveries of the time between were never sent, and tells Shopify anew what the shop shows of points. Deliveries that came
 * before the shop was known are taken up now.
 */
export async function installShop(
  { domain, scopes, shop: details }: { domain: string; scopes: string[]; shop: ShopDetails },
  now: Date,
): Promise<Shop> {
  return inRepeatableTransaction(async (tx) => {
    const kept = (await findShopByDomain(tx, domain))?.timeZone ?? "UTC";
    const timeZone = await knownTimeZone(tx, { domain, timeZone: details.timeZone, kept });
    const { shop, was, before } = await saveInstalledShop(tx, { domain, scopes, details: { ...details, timeZone }, now });
    if (details.customerAccounts) await setAccountKind(tx, shop.id, { kind: details.customerAccounts, at: now });
    const horizonAt = horizonFor(scopes, now);
    if (was === "unknown") {
      await addCountingPolicy(await lockShopFacts(tx, shop.id), shop.id, { policy: DEFAULT_COUNTING_POLICY, by: "Thrice", now });
      await setHistoryHorizon(tx, shop.id, horizonAt);
      await touchShopFigures(tx, shop.id);
    }
    if (was !== "unknown" && isCountedAnew(before, shop)) await countAnew(await lockShopFacts(tx, shop.id), shop.id);
    if (was === "uninstalled") await catchUp(tx, shop.id, { scopes, reason: "installed", now });
    const mayReadMore = !before.grantedScopes.includes(ALL_ORDERS_SCOPE) && scopes.includes(ALL_ORDERS_SCOPE);
    if (was === "unknown" || mayReadMore) {
      await openBackfill(tx, shop.id, { reason: was === "installed" ? "read_all_orders was granted" : "installed", horizonAt, now });
      await enqueueJob(tx, advanceBackfillOf(shop.id));
    }
    if (was !== "installed") {
      await lockArrival(tx, domain);
      await unparkUnknownShop(tx, domain);
      await enqueueJob(tx, drainOf(domain));
    }
    return shop;
  });
}
