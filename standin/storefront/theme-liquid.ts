import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Liquid, Tag, type Context, type Emitter, type TagToken, type TopLevelToken } from "liquidjs";

/** Where the app's blocks for themes lie, in Shopify's own folders. */
export const THEME_EXTENSION = new URL("../../extensions/theme-widget/", import.meta.url);

/** The stand-in's own theme: whole pages around the blocks. */
const THEME = fileURLToPath(new URL("theme/", import.meta.url));

type Words = { [key: string]: string | Words };

/** A setting as a block's schema has it; headings have no id. */
interface Setting {
  id?: string;
  type: string;
  default?: unknown;
}

export interface BlockSchema {
  name: string;
  target: string;
  stylesheet?: string;
  javascript?: string;
  settings: Setting[];
}

export const listBlocks = (root = THEME_EXTENSION): string[] => readdirSync(new URL("blocks/", root)).filter((name) => name.endsWith(".liquid")).map((name) => name.slice(0, -".liquid".length));

/** What stands between a block's schema tags. Throws for a block without one. */
export function schemaOf(block: string, root = THEME_EXTENSION): BlockSchema {
  const source = readFileSync(new URL(`blocks/${block}.liquid`, root), "utf8");
  const text = /\{%-?\s*schema\s*-?%\}(?<text>[\s\S]*?)\{%-?\s*endschema\s*-?%\}/.exec(source)?.groups?.["text"];
  if (text === undefined) throw new Error(`${block} has no schema`);
  return JSON.parse(text) as BlockSchema;
}

/** The words of a language: "de-AT" reads de, and what there is not reads the default. */
function wordsOf(locale: string, root: URL): Words {
  const names = readdirSync(new URL("locales/", root));
  const name = [`${locale}.json`, `${locale.split("-")[0]}.json`].find((one) => names.includes(one)) ?? "en.default.json";
  return JSON.parse(readFileSync(new URL(`locales/${name}`, root), "utf8")) as Words;
}

/** A tag whose body is not drawn. */
class Silent extends Tag {
  constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid) {
    super(token, rest, liquid);
    while (rest.length > 0) if ((rest.shift() as { name?: string }).name === `end${token.name}`) return;
    throw new Error(`${token.name} is not closed`);
  }
  render(_context: Context, _emitter: Emitter): void {}
}

interface Reading {
  locale: string;
  currency: string;
}

/** Renders one block, as Shopify does on a page of the shop; whatever it does not know, it refuses. */
export function renderBlock(block: string, { locale, currency, globals, settings }: Reading & { globals: object; settings: Record<string, unknown> }, root = THEME_EXTENSION): string {
  const engine = engineFor({ locale, currency }, root);
  const defaults = Object.fromEntries(schemaOf(block, root).settings.flatMap(({ id, default: value }) => (id === undefined ? [] : [[id, value ?? null]])));
  const globalsWithBlock = { ...globals, block: { id: `app_${block.replaceAll("-", "_")}`, settings: { ...defaults, ...settings } } };
  return String(engine.renderFileSync(block, {}, { globals: globalsWithBlock })).trim();
}

/** Liquid with what Shopify adds to it, as far as the blocks and the stand-in's theme need it. */
export function engineFor({ locale, currency }: Reading, root: URL): Liquid {
  const words = wordsOf(locale, root);
  const engine = new Liquid({ root: [fileURLToPath(new URL("blocks/", root)), THEME], partials: [fileURLToPath(new URL("snippets/", root))], extname: ".liquid", strictFilters: true, jsTruthy: false });
  for (const name of ["schema", "doc"]) engine.registerTag(name, Silent);
  engine.registerFilter("t", (key: unknown, ...given: unknown[]) => translate(words, String(key), { locale, values: valuesOf(given) }));
  engine.registerFilter("money", (hundredths: unknown) => money(Number(hundredths), currency));
  engine.registerFilter("asset_url", (name: unknown) => `/storefront/assets/${String(name)}`);
  return engine;
}

const valuesOf = (given: unknown[]): Record<string, unknown> => Object.fromEntries(given.filter((one): one is [string, unknown] => Array.isArray(one)));

/** Interpolates without escaping, so that a block that does not escape is seen. Throws for words that are missing. */
function translate(words: Words, key: string, { locale, values }: { locale: string; values: Record<string, unknown> }): string {
  const found = key.split(".").reduce<string | Words | undefined>((at, part) => (typeof at === "object" ? at[part] : undefined), words);
  const text = typeof found === "object" ? (found[new Intl.PluralRules(locale).select(Number(values["count"]))] ?? found["other"]) : found;
  if (typeof text !== "string") throw new Error(`no words for ${key} in ${locale}`);
  return text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_all, name: string) => {
    if (!(name in values)) throw new Error(`${key} wants ${name}`);
    return String(values[name] ?? "");
  });
}

/** Themes count money in hundredths, whatever decimals the currency has. */
export const money = (hundredths: number, currency: string): string => new Intl.NumberFormat("en-GB", { style: "currency", currency }).format(hundredths / 100);
