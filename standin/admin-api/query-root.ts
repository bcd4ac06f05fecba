import type { Shop } from "#standin/shop/shop.ts";
import { APP_HANDLE } from "#standin/storefront/theme-templates.ts";
import { customersConnection, searchCustomers } from "./customer.ts";
import { bulkOperationsConnection } from "./bulk-operation.ts";
import { collectionsConnection } from "./collection.ts";
import { discountQueryFields } from "./discount.ts";
import { fieldsOf, findIdInGid, gid, type RequestContext } from "./fields.ts";
import { findGiftCard, giftCardsConnection } from "./gift-card.ts";
import { notImplemented } from "./graphql-errors.ts";
import { isVisible, ordersConnection, searchOrders } from "./order.ts";
import { productsConnection } from "./product.ts";
import { redeemCodeQueryFields } from "./redeem-codes.ts";
import { shopLocales } from "./shop.ts";
import { storeCreditOf } from "./store-credit.ts";
import { themesConnection } from "./theme.ts";

/** A null for an id of the right type that is not there (or not visible), as Shopify answers. */
function findNode(id: unknown, context: RequestContext): object | null {
  const { shop, bulkOperations } = context.house;
  const type = /^gid:\/\/shopify\/(\w+)\//.exec(String(id))?.[1] ?? "";
  const digits = findIdInGid(type, id) ?? "";
  const record = type === "Shop" ? shop
    : type === "Order" ? findOrder(shop, digits, context)
    : type === "Customer" ? shop.customers.get(digits)
    : type === "Product" ? shop.products.get(digits)
    : type === "ProductVariant" ? [...shop.products.values()].find(({ variantId }) => variantId === digits)
    : type === "Collection" ? shop.collections.get(digits)
    : type === "BulkOperation" ? bulkOperations.find(digits)
    : type === "StoreCreditAccountCreditTransaction" ? storeCreditOf(shop).credits.find((credit) => credit.id === digits)
    : undefined;
  if (!["Shop", "Order", "Customer", "Product", "ProductVariant", "Collection", "BulkOperation", "StoreCreditAccountCreditTransaction"].includes(type)) throw notImplemented(`node of type ${type || String(id)}`);
  if (record) context.typeNames.set(record, type);
  return record ?? null;
}

function findOrder(shop: Shop, id: string, context: RequestContext): object | undefined {
  const order = shop.orders.get(id);
  return order && isVisible(order, context) ? order : undefined;
}

const byId = (type: string) => (_source: object, args: Record<string, unknown>, context: RequestContext): object | null =>
  (findIdInGid(type, args["id"]) === undefined ? null : findNode(args["id"], context));

/** Shopify counts exactly up to `limit`, 10,000 unless given, and says when there are more. */
function countOf(found: number, limit: unknown): object {
  const max = limit === null ? Infinity : typeof limit === "number" ? limit : 10_000;
  return found > max ? { count: max, precision: "AT_LEAST" } : { count: found, precision: "EXACT" };
}

export const queryRootFields = fieldsOf<object>({
  ...discountQueryFields,
  ...redeemCodeQueryFields,
  giftCards: giftCardsConnection,
  giftCard: (_source, args, { house }) => findGiftCard(house.shop, args["id"]) ?? null,
  shop: (_source, _args, { house }) => house.shop,
  currentAppInstallation: (_source, _args, { house: { shop } }) => ({
    id: gid("AppInstallation", shop.id),
    accessScopes: shop.grantedScopes.map((handle) => ({ handle, description: handle.replaceAll("_", " ") })),
    activeSubscriptions: [],
    app: { id: gid("App", "1"), handle: APP_HANDLE, title: "Thrice" },
  }),
  orders: ordersConnection((_source, { house }) => house.shop.orders.values(), "PROCESSED_AT"),
  order: byId("Order"),
  ordersCount: (_source, args, context) => countOf(searchOrders(context.house.shop.orders.values(), args, context).length, args["limit"]),
  customers: customersConnection,
  customer: byId("Customer"),
  customersCount: (_source, args, { house }) => countOf(searchCustomers(house.shop.customers.values(), args).length, args["limit"]),
  products: productsConnection,
  product: byId("Product"),
  collections: collectionsConnection,
  collection: byId("Collection"),
  themes: themesConnection,
  shopLocales,
  node: (_source, args, context) => findNode(args["id"], context),
  nodes: (_source, args, context) => (args["ids"] as unknown[]).map((id) => findNode(id, context)),
  bulkOperation: byId("BulkOperation"),
  bulkOperations: bulkOperationsConnection,
  webhookSubscriptions: { list: () => ({ items: [], keyOf: () => ({ value: 0, id: "0" }) }) },
});
