import type { ProductRecord } from "#standin/shop/records.ts";
import type { ShopHouse } from "#standin/shop-house.ts";
import type { ControlRequest, ControlRoutes } from "./control-route.ts";
import { grantScopes } from "./install.ts";
import { shownCustomer, shownOrder } from "./shown.ts";

const PICKER_MAX = 50;
const SHOWN_MAX = 50;

function shownScopes({ standin, house }: ControlRequest): object {
  return { granted: house.shop.grantedScopes, required: standin.settings.appScopes, optional: standin.settings.optionalScopes };
}

const newest = <T>(items: T[], atMs: (item: T) => number): T[] => items.sort((a, b) => atMs(b) - atMs(a)).slice(0, SHOWN_MAX);

/** What the admin's own page asks for; tests use the routes beside it. */
export const shellRoutes: ControlRoutes = {
  "GET app-scopes": shownScopes,
  "POST app-scopes": (request) => {
    const { standin, house, body } = request;
    const { request: wanted = [], revoke = [] } = body as { request?: string[]; revoke?: string[] };
    const mayChange = (scope: string) => standin.settings.optionalScopes.includes(scope);
    const refused = [...wanted, ...revoke].find((scope) => !mayChange(scope));
    if (refused) throw new Error(`${refused} is not an optional scope of the app`);
    const granted = [...new Set([...house.shop.grantedScopes, ...wanted])].filter((scope) => !revoke.includes(scope));
    if (granted.length !== house.shop.grantedScopes.length) grantScopes(house, granted);
    return shownScopes(request);
  },
  "GET orders": ({ house: { shop } }) => ({ items: newest([...shop.orders.values()], (order) => order.createdAtMs).map((order) => shownOrder(order)) }),
  "GET customers": ({ house: { shop }, query }) => {
    const words = (query.get("query") ?? "").toLowerCase();
    const found = [...shop.customers.values()].filter(({ email }) => (email ?? "").includes(words));
    return { items: newest(found, (customer) => customer.createdAtMs).map(shownCustomer) };
  },
  "GET resources": ({ house: { shop }, query }) => {
    const words = (query.get("query") ?? "").toLowerCase();
    const named = <T extends { title: string }>(all: Iterable<T>): T[] => [...all].filter(({ title }) => title.toLowerCase().includes(words)).slice(0, PICKER_MAX);
    return { items: PICKED[query.get("type") ?? "product"]?.(shop, named) ?? [] };
  },
};

type Named = <T extends { title: string }>(all: Iterable<T>) => T[];

const shownVariant = ({ id, variantId, title, sku }: ProductRecord) => ({
  id: `gid://shopify/ProductVariant/${variantId}`, title: "Default Title", displayName: `${title} - Default Title`, sku, product: { id: `gid://shopify/Product/${id}` },
});

/** What the resource picker hands to the app, by the type that it asked for. */
const PICKED: Record<string, (shop: ShopHouse["shop"], named: Named) => object[]> = {
  product: ({ products }, named) =>
    named(products.values()).map((product) => ({ id: `gid://shopify/Product/${product.id}`, title: product.title, images: [], variants: [shownVariant(product)] })),
  variant: ({ products }, named) => named(products.values()).map(shownVariant),
  collection: ({ collections }, named) => named(collections.values()).map(({ id, title }) => ({ id: `gid://shopify/Collection/${id}`, title })),
};
