import type { Shop } from "#standin/shop/shop.ts";
import { liveTheme, type ThemeRecord } from "#standin/shop/theme.ts";
import { blocksOfTheme } from "./shop-page.ts";

/** The app's handle, as Shopify makes it of the app's name, and an id of its extension; both stand in a block's type. */
export const APP_HANDLE = "thrice";
const EXTENSION_ID = "2632fe16-c075-4321-a88b-50b567f42507";

/** Shopify's names for the pages of the stand-in's theme. */
const TEMPLATES: Record<string, string> = { home: "index", account: "customers/account", login: "customers/login", loyalty: "page.rewards" };
/** Shopify lets no theme make this one. */
const CHECKOUT = "checkout";

const HEAD = "/*\n * The contents of this file are auto-generated. It may be updated by the admin theme editor.\n */\n";

const named = (block: string): object => ({ type: `shopify://apps/${APP_HANDLE}/blocks/${block}/${EXTENSION_ID}`, settings: {} });

const written = (content: object): string => HEAD + JSON.stringify(content, null, 2).replaceAll("/", "\\/");

/** The files that say which blocks stand on the pages of the stand-in's theme, as the theme editor would have written them. */
function templateFiles(): Record<string, string> {
  const { byTemplate, everywhere } = blocksOfTheme();
  const templates = Object.entries(byTemplate).filter(([page]) => page !== CHECKOUT).map(([page, blocks]) => {
    const name = TEMPLATES[page] ?? page;
    const ids = blocks.map((block) => block.replaceAll("-", "_"));
    const main = { type: `main-${name.replace(/^.*\//, "").replace(/\..*$/, "")}`, blocks: Object.fromEntries(blocks.map((block, at) => [ids[at], named(block)])), block_order: ids, settings: {} };
    return [`templates/${name}.json`, written({ sections: { main }, order: ["main"] })];
  });
  const embeds = Object.fromEntries(everywhere.map((block, at) => [String(at + 1), { ...named(block), disabled: false }]));
  return {
    ...(Object.fromEntries(templates) as Record<string, string>),
    "sections/header-group.json": written({ type: "header", name: "Header", sections: { header: { type: "header", settings: {} } }, order: ["header"] }),
    "config/settings_data.json": written({ current: { blocks: embeds } }),
    "layout/theme.liquid": "{{ content_for_header }}{{ content_for_layout }}",
  };
}

/** The shop's live theme, with the app's blocks where the stand-in's pages have them until somebody changes its files. */
export const themeOf = (shop: Shop): ThemeRecord => liveTheme(shop, templateFiles);
