/** A file of a theme that says which sections and blocks there are; `content` is null where Shopify did not send its text. */
export interface ThemeFile {
  filename: string;
  content: string | null;
}

/**
 * Where a block of ours stands. `page` is a template's name such as "product" or "page.rewards", `group` such as "header";
 * a block for the whole shop has neither. `section` is the section's type; null for a block of the whole shop.
 * `isOn` is false where the merchant has hidden the block or the section around it.
 */
export interface BlockPlace {
  block: string;
  on: { kind: "page"; page: string } | { kind: "group"; group: string } | { kind: "everywhere" };
  section: string | null;
  isOn: boolean;
}

export interface ThemeBlocks {
  places: BlockPlace[];
  /** Files that could not be read, and so may hold a block that is not named here. */
  unread: { filename: string; reason: "not_json" | "too_large" }[];
  /** Whether pages of the theme are made of sections at all; older themes take blocks of the whole shop only. */
  hasSections: boolean;
}

/** The files that can name an app's block, as Shopify's `files` takes them; a star is any number of characters. */
export const BLOCK_FILES = ["templates/*.json", "sections/*.json", "config/settings_data.json"];

/** Shopify's own limit for such a file is 256 KB; what is longer was not written by its editor. */
const CONTENT_LENGTH_MAX = 1_000_000;
/** Blocks may stand in blocks, eight deep in Shopify. */
const DEPTH_MAX = 8;

const APP_BLOCK = /^shopify:\/\/apps\/(?<app>[^/]+)\/blocks\/(?<block>[^/]+)\//;
const TEMPLATE = /^templates\/(?<page>.+)\.json$/;
const GROUP = /^sections\/(?<name>.+)\.json$/;
const SETTINGS = "config/settings_data.json";

type Found = Omit<BlockPlace, "on">;

/**
 * Finds an app's blocks in the files of a theme, in the files' order. `app` is the app's handle, which Shopify writes into
 * the type of each block: `shopify://apps/HANDLE/blocks/BLOCK/ID`. Nothing is thrown, whatever the files hold.
 *
 * @see https://shopify.dev/docs/apps/build/online-store/theme-app-extensions/configuration
 * @see https://shopify.dev/docs/storefronts/themes/architecture/templates/json-templates
 */
export function findThemeBlocks(files: readonly ThemeFile[], app: string): ThemeBlocks {
  const found: ThemeBlocks = { places: [], unread: [], hasSections: files.some(({ filename }) => TEMPLATE.test(filename)) };
  for (const { filename, content } of files) {
    if (content === null || content.length > CONTENT_LENGTH_MAX) {
      found.unread.push({ filename, reason: "too_large" });
      continue;
    }
    const file = parsed(content);
    if (file === undefined) found.unread.push({ filename, reason: "not_json" });
    else found.places.push(...placesIn(filename, file, app));
  }
  return found;
}

function placesIn(filename: string, file: Fields, app: string): BlockPlace[] {
  const page = TEMPLATE.exec(filename)?.groups?.["page"];
  const group = GROUP.exec(filename)?.groups?.["name"];
  if (page !== undefined) return inSections(file, app).map((each) => ({ ...each, on: { kind: "page", page } }));
  if (group !== undefined) return inSections(file, app).map((each) => ({ ...each, on: { kind: "group", group: textOf(file["type"]) ?? group } }));
  if (filename !== SETTINGS) return [];
  // "current" is the name of a preset while the merchant has changed none of its settings.
  const current = typeof file["current"] === "string" ? fieldsOf(fieldsOf(file["presets"])[file["current"]]) : fieldsOf(file["current"]);
  const embeds = inBlocks(current, { app, section: null, isOn: true, depth: 0 });
  return [...embeds.map((each) => ({ ...each, on: { kind: "everywhere" as const } })), ...inSections(current, app).map((each) => ({ ...each, on: { kind: "everywhere" as const } }))];
}

const inSections = (file: Fields, app: string): Found[] =>
  listed(file, "sections", "order").flatMap((section) => inBlocks(section, { app, section: textOf(section["type"]) ?? "", isOn: section["disabled"] !== true, depth: 0 }));

function inBlocks(owner: Fields, { app, section, isOn, depth }: { app: string; section: string | null; isOn: boolean; depth: number }): Found[] {
  if (depth > DEPTH_MAX) return [];
  return listed(owner, "blocks", "block_order").flatMap((block) => {
    const isBlockOn = isOn && block["disabled"] !== true;
    const named = APP_BLOCK.exec(textOf(block["type"]) ?? "")?.groups;
    const own = named?.["app"] === app ? [{ block: named["block"] ?? "", section, isOn: isBlockOn }] : [];
    return [...own, ...inBlocks(block, { app, section, isOn: isBlockOn, depth: depth + 1 })];
  });
}

/** What stands under a name, in the order that the file gives; what its order leaves out is not shown in the shop. */
function listed(owner: Fields, name: string, orderName: string): Fields[] {
  const all = fieldsOf(owner[name]);
  const order = owner[orderName];
  const ids = Array.isArray(order) ? [...new Set(order.map(String))].filter((id) => Object.hasOwn(all, id)) : Object.keys(all);
  return ids.map((id) => fieldsOf(all[id]));
}

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {});

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Shopify begins its files with a comment, which JSON does not have. Undefined for what is no JSON object. */
function parsed(content: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(content.replace(/^\uFEFF?(\s*\/\*[\s\S]*?\*\/)*/, ""));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}
