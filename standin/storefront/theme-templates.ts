import { readdirSync, readFileSync } from "node:fs";
import type { Shop } from "#standin/shop/shop.ts";
import { liveTheme, type ThemeRecord } from "#standin/shop/theme.ts";

/** The app's handle, as Shopify makes it of the app's name, and an id of its extension; both stand in a block's type. */
export const APP_HANDLE = "thrice";
const EXTENSION_ID = "2632fe16-c075-4321-a88b-50b567f42507";

const PAGES = new URL("theme/", import.meta.url);
/** Shopify's names for the pages of the stand-in's theme. */
const TEMPLATES: Record<string, string> = { home: "index", account: "customers/account", login: "customers/login", rewards: "page.rewards" };
/** Shopify lets no theme make these. */
const NO_TEMPLATES = ["layout", "checkout"];

const HEAD = "/*\n * The contents of this file are auto-generated. It may be updated by the admin theme editor.\n */\n";

const named = (block: string): object => ({ type: `shopify://apps/${APP_HANDLE}/blocks/${block}/${EXTENSION_ID}`, settings: {} });

const blocksOf = (page: string): string[] => [...readFileSync(new URL(`${page}.liquid`, PAGES), "utf8").matchAll(/\bblocks\.([a-z][a-z0-9-]*)/g)].map(([, block = ""]) => block);

const written = (content: object): string => HEAD + JSON.stringify(content, null, 2).replaceAll("/", "\\/");

/** The files that say which blocks stand on the pages of the stand-in's theme, as the theme editor would have written them. */
function templateFiles(): Record<string, string> {
  const pages = readdirSync(PAGES).filter((name) => name.endsWith(".liquid")).map((name) => name.slice(0, -".liquid".length));
  const templates = pages.filter((page) => !NO_TEMPLATES.includes(page)).map((page) => {
    const name = TEMPLATES[page] ?? page;
    const blocks = blocksOf(page);
    const ids = blocks.map((block) => block.replaceAll("-", "_"));
    const main = { type: `main-${name.split("/").at(-1)}`, blocks: Object.fromEntries(blocks.map((block, at) => [ids[at], named(block)])), block_order: ids, settings: {} };
    return [`templates/${name}.json`, written({ sections: { main }, order: ["main"] })];
  });
  const embeds = Object.fromEntries(blocksOf("layout").map((block, at) => [String(at + 1), { ...named(block), disabled: false }]));
  return {
    ...(Object.fromEntries(templates) as Record<string, string>),
    "sections/header-group.json": written({ type: "header", name: "Header", sections: { header: { type: "header", settings: {} } }, order: ["header"] }),
    "config/settings_data.json": written({ current: { blocks: embeds } }),
    "layout/theme.liquid": readFileSync(new URL("layout.liquid", PAGES), "utf8"),
  };
}

/** The shop's live theme, with the app's blocks where the stand-in's pages have them until somebody changes its files. */
export const themeOf = (shop: Shop): ThemeRecord => liveTheme(shop, templateFiles);
