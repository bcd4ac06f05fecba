import { mintSessionToken } from "#standin/oauth/session-token.ts";
import type { ShopHouse } from "#standin/shop-house.ts";
import type { Shop } from "#standin/shop/shop.ts";
import { redactedShopPayload, shopPayload } from "#standin/webhooks/payloads/shop-payload.ts";
import { switchAccounts } from "#standin/shop/switch-accounts.ts";
import type { ControlRoutes } from "./control-route.ts";
import { applyFaults, goodDay, type FaultChanges } from "./faults.ts";
import { grantScopes, uninstall } from "./install.ts";
import { openApp } from "./open-app.ts";
import { shownCustomer, shownOrder } from "./shown.ts";

export const shownShop = ({ shop, deliveries }: ShopHouse): object => ({
  id: shop.id,
  ...shop.settings,
  installed: shop.installed,
  grantedScopes: shop.grantedScopes,
  orders: shop.orders.size,
  customers: shop.customers.size,
  products: shop.products.size,
  heldBack: shop.heldBack.length,
  dataShiftDays: shop.dataShiftDays,
  firstOrderAt: firstOrderAt(shop),
  pendingDeliveries: deliveries.pendingCount,
  now: new Date(shop.nowMs()).toISOString(),
});

/** When the earliest order was placed, held-back ones included; null for a shop without orders. */
function firstOrderAt({ orders, heldBack }: Shop): string | null {
  let earliestMs = Infinity;
  for (const order of [...orders.values(), ...heldBack]) earliestMs = Math.min(earliestMs, order.processedAtMs);
  return earliestMs === Infinity ? null : new Date(earliestMs).toISOString();
}

export const shopRoutes: ControlRoutes = {
  "GET ": ({ house }) => shownShop(house),
  "POST open-app": ({ standin, house, body }) => openApp(standin, house, String(body["path"] ?? "/app")),
  "GET id-token": ({ standin, house, query }) =>
    mintSessionToken(standin.settings, house.shop.settings.domain, Number(query.get("seconds") ?? 60)),
  "POST uninstall": ({ house }) => {
    uninstall(house);
    return shownShop(house);
  },
  "POST scopes": ({ house, body }) => {
    grantScopes(house, body["granted"] as string[]);
    return shownShop(house);
  },
  "POST redact": ({ house: { shop } }) => {
    shop.emit("shop/redact", redactedShopPayload(shop), shop.nowMs());
    return { sent: true };
  },
  "POST update": ({ house, body }) => {
    const { shop } = house;
    for (const name of ["name", "currency", "timeZone", "plan"] as const) {
      if (body[name] !== undefined) shop.settings[name] = String(body[name]);
    }
    shop.emit("shop/update", shopPayload(shop), shop.nowMs());
    return shownShop(house);
  },
  "POST skip-ids": ({ house, body }) => {
    const count = Number(body["count"]);
    if (!Number.isSafeInteger(count) || count < 0) throw new Error("count must be a whole number");
    house.shop.skipIds(count);
    return shownShop(house);
  },
  "POST customer-accounts": ({ house, body }) => {
    switchAccounts(house.shop, String(body["version"]));
    return shownShop(house);
  },
  "GET faults": ({ house }) => house.faults,
  "PUT faults": ({ house, body }) => {
    applyFaults(house.faults, body as FaultChanges);
    return house.faults;
  },
  "DELETE faults": ({ house }) => {
    applyFaults(house.faults, goodDay());
    return house.faults;
  },
  "POST revoke-tokens": ({ house }) => {
    house.tokens.revokeAll();
    return { revoked: true };
  },
  "GET truth": ({ house: { shop } }) => ({
    orders: [...[...shop.orders.values()].map((order) => shownOrder(order)), ...[...shop.deletedOrderIds].map((id) => ({ id, deleted: true }))],
    customers: [...shop.customers.values()].map(shownCustomer),
  }),
};
