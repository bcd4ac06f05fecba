import type { ControlRequest, ControlRoutes } from "./control-route.ts";
import { grantScopes } from "./install.ts";

const PICKER_MAX = 50;

function shownScopes({ standin, house }: ControlRequest): object {
  return { granted: house.shop.grantedScopes, required: standin.settings.appScopes, optional: standin.settings.optionalScopes };
}

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
  "GET resources": ({ house: { shop }, query }) => {
    const words = (query.get("query") ?? "").toLowerCase();
    const products = [...shop.products.values()].filter(({ title }) => title.toLowerCase().includes(words)).slice(0, PICKER_MAX);
    return {
      items: products.map(({ id, variantId, title, sku }) => ({
        id: `gid://shopify/Product/${id}`, title, images: [],
        variants: [{ id: `gid://shopify/ProductVariant/${variantId}`, title: "Default Title", sku }],
      })),
    };
  },
};
