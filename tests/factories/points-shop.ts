import type { OrderFact } from "#app/domain/orders/order-fact.ts";
import { pool } from "#app/platform/db.server.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { createApiToken } from "#app/usecases/create-api-token.server.ts";
import { installShop } from "#app/usecases/install-shop.server.ts";
import { takeInReadOrders } from "#app/usecases/take-in-read-orders.server.ts";
import type { Api, ApiAnswer } from "./api-client.ts";

export const DAY_MS = 86_400_000;

/** What a test says of an order; the rest is a paid order of one line by a customer who uses an account. */
export type PlacedOrder = { id: number; customerId?: number; at: Date; totalMinor: number; accountState?: string | null; more?: Partial<OrderFact> };

export type PointsShop = {
  shop: Shop;
  /** Orders as they are read from Shopify, as of an instant. */
  takeIn: (orders: PlacedOrder[], now: Date) => Promise<void>;
  ask: (path: string) => Promise<ApiAnswer>;
  /** Changes something; a key of its own unless one is given, null for none. */
  send: (method: "POST" | "PUT", path: string, body?: unknown, key?: string | null) => Promise<ApiAnswer>;
};

let keys = 0;
let shops = 0;

/** An installed shop whose history is read, with a token of the REST API, without a stand-in. */
export async function openPointsShop(api: Api, domain: string, { installedAt, timeZone = "Europe/London" }: { installedAt: Date; timeZone?: string }): Promise<PointsShop> {
  const details = { shopifyId: String((shops += 1)), name: domain, currency: "GBP", timeZone };
  const shop = await installShop({ domain, scopes: ["read_all_orders", "read_orders", "write_discounts"], shop: details }, installedAt);
  await pool.query("UPDATE backfills SET state = 'done' WHERE shop_id = $1", [shop.id]);
  const made = await createApiToken(pool, shop.id, { name: "Till", now: installedAt });
  if (made.outcome !== "created") throw new Error(made.message);
  const { token } = made;
  return {
    shop,
    takeIn: async (orders, now) => void (await takeInReadOrders(shop, { facts: orders.map(orderFact), missingIds: [], now })),
    ask: (path) => api(path, { token }),
    send: (method, path, body, key = `key-${(keys += 1)}`) => api(path, { token, method, ...(body !== undefined && { body }), headers: key === null ? {} : { "idempotency-key": key } }),
  };
}

function orderFact({ id, customerId = 7, at, totalMinor, accountState = "enabled", more = {} }: PlacedOrder): OrderFact {
  const placedAt = at.toISOString();
  return {
    orderId: String(id), name: `#${id}`,
    customer: { customerId: String(customerId), email: null, firstName: null, lastName: null, emailHash: null, accountState, createdAt: placedAt, updatedAt: placedAt },
    emailHash: null, createdAt: placedAt, processedAt: placedAt, updatedAt: placedAt, readAt: null, versionHash: `${id}`, cancelledAt: null, financialStatus: "paid", isPaidSeen: true,
    refundedSeenAt: null, isTest: false, sourceName: "web", tags: [], currency: "GBP", isTaxIncluded: true, totalMinor, originalTotalMinor: totalMinor, subtotalMinor: totalMinor, discountMinor: 0, taxMinor: 0,
    shippingMinor: 0, discountCodes: [], checkoutTokenHash: null, fulfillmentStatus: null, fulfillments: [], transactions: [], refunds: [],
    lines: [{ lineId: "1", productId: null, variantId: null, title: "x", quantity: 1, priceMinor: totalMinor, discountMinor: 0, taxMinor: 0, isGiftCard: false }],
    ...more,
  };
}
