import type { ShopHouse } from "#standin/shop-house.ts";
import type { ProductRecord } from "#standin/shop/records.ts";
import { globalsFor, productObject, variantsOf, type CartLine, type Visitor } from "./theme-objects.ts";
import { engineFor, renderBlock, schemaOf, THEME_EXTENSION } from "./theme-liquid.ts";

const SHOWN_MAX = 24;

interface Page {
  template: string;
  title: string;
  blocks: string[];
  product?: ProductRecord;
}

/** What stands in the query of every page, so that a link leads on as the same visitor. */
const CARRIED = ["customer", "locale", "theme", "currency", "cart", "discount", "editor", "blocks"];

/** A page of the shop as HTML; undefined where there is none. `root` is the shop's address. */
export function shopPage(house: ShopHouse, { path, query, root }: { path: string; query: URLSearchParams; root: string }): string | undefined {
  const { shop } = house;
  const page = pageAt(house, path);
  if (!page) return undefined;
  if (path === "/cart/add") query.set("cart", [query.get("cart"), `${query.get("id")}:1`].filter(Boolean).join(","));
  const customer = shop.customers.get(query.get("customer") ?? "") ?? null;
  const visitor: Visitor = { shop, customer, locale: query.get("locale") ?? "en", currency: query.get("currency") ?? shop.settings.currency, cart: cartOf(house, query.get("cart") ?? ""), isInEditor: query.has("editor") };
  const carried = CARRIED.flatMap((name) => (query.has(name) ? [[name, query.get(name) ?? ""]] : []));
  const carry = carried.length > 0 ? `?${new URLSearchParams(carried)}` : "";
  const globals = globalsFor(visitor, { root, carry, product: page.product });
  // Without the app, Shopify leaves its blocks out of the page.
  const isOn = shop.installed && query.get("blocks") !== "off";
  const embeds = page.template === "checkout" ? [] : EMBEDS;
  const ordered = query.get("order")?.split(",").filter((name) => page.blocks.includes(name)) ?? page.blocks;
  const names = [...ordered, ...embeds];
  const blocks = Object.fromEntries(names.map((block) => [block, isOn ? framed(block, renderBlock(block, { ...visitor, globals, settings: settingsOf(block, query) })) : ""]));
  const sheets = isOn ? names.flatMap((block) => schemaOf(block).stylesheet ?? []) : [];
  const shown = {
    ...globals, root, blocks, ordered, title: page.title, carried, carry,
    products: [...shop.products.values()].slice(0, SHOWN_MAX).map((product) => productObject(shop, product)),
    customers: [...shop.customers.values()].slice(-SHOWN_MAX).reverse().map(({ id, email }) => ({ id, email })),
    email: query.get("email") ?? customer?.email ?? "", discount: query.get("discount") ?? "", problem: query.get("problem"),
    direction: visitor.locale.startsWith("ar") ? "rtl" : "ltr", is_dark: query.get("theme") === "dark", stylesheets: [...new Set(sheets)].map((name) => `/storefront/assets/${name}`),
  };
  const engine = engineFor(visitor, THEME_EXTENSION);
  const content = String(engine.renderFileSync(page.template, shown));
  return String(engine.renderFileSync("layout", { ...shown, content }));
}

function pageAt({ shop }: ShopHouse, path: string): Page | undefined {
  const productId = /^\/products\/(\d+)$/.exec(path)?.[1];
  if (productId !== undefined) {
    const product = shop.products.get(productId);
    return product && { template: "product", title: product.title, blocks: ON_PRODUCT, product };
  }
  return PAGES[path.replace(/\/$/, "")];
}

const ON_PRODUCT = ["points-on-product"];

const PAGES: Record<string, Page> = {
  "": { template: "home", title: "Welcome", blocks: ["balance", "road-to-third"] },
  "/collections/all": { template: "collection", title: "Products", blocks: [] },
  "/cart": { template: "cart", title: "Your cart", blocks: ["cart-points"] },
  "/cart/add": { template: "cart", title: "Your cart", blocks: ["cart-points"] },
  "/checkout": { template: "checkout", title: "Checkout", blocks: [] },
  "/account": { template: "account", title: "Your account", blocks: ["balance", "road-to-third"] },
  "/account/login": { template: "login", title: "Sign in", blocks: [] },
  "/pages/rewards": { template: "loyalty", title: "Rewards", blocks: ["balance", "road-to-third", "earn", "rewards", "tiers", "history"] },
};

/** What stands at the end of every page, once the merchant has switched it on. */
const EMBEDS = ["launcher"];

/** The blocks on the pages of the stand-in's theme by template, and those on every page. */
export const blocksOfTheme = (): { byTemplate: Record<string, string[]>; everywhere: string[] } => ({
  byTemplate: Object.fromEntries([["product", ON_PRODUCT], ...Object.values(PAGES).map(({ template, blocks }) => [template, blocks])]) as Record<string, string[]>,
  everywhere: EMBEDS,
});

/** "41:2,42:1": variants and how many of each. */
export function cartOf({ shop }: ShopHouse, text: string): CartLine[] {
  const counts = new Map<string, number>();
  for (const [, variantId = "", quantity = "1"] of text.matchAll(/(\d+):(\d{1,4})/g)) counts.set(variantId, (counts.get(variantId) ?? 0) + Number(quantity));
  return [...shop.products.values()].flatMap((product) =>
    variantsOf(product).flatMap(({ id, priceMinor }) => (counts.has(id) ? [{ product, variantId: id, priceMinor, quantity: counts.get(id) ?? 0 }] : [])));
}

/** As in the theme editor: `?balance.radius=8`. */
function settingsOf(block: string, query: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries(
    schemaOf(block).settings.flatMap(({ id, type }) => {
      const given = id === undefined ? null : query.get(`${block}.${id}`);
      if (given === null) return [];
      return [[id, type === "checkbox" ? given === "true" : type === "range" ? Number(given) : given]];
    }),
  );
}

/** What Shopify puts around an app's block. */
const framed = (block: string, html: string): string => `<div id="shopify-block-${block}" class="shopify-block shopify-app-block">${html}</div>`;
