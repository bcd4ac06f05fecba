import { fileURLToPath } from "node:url";
import { type Context, type Emitter, Liquid, Tag, type TagToken, type TopLevelToken } from "liquidjs";
import { findWord, spokenIn, type Words, wordsOf } from "./theme-files.ts";

export interface Reading {
  locale: string;
  /** What amounts are shown in, as ISO 4217. */
  currency: string;
  /** Where a file of the extension is to be had. */
  assetUrl: (name: string) => string;
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

/**
 * Liquid with what Shopify adds to it, as far as the blocks need it; an unknown tag or filter is refused. `root` is the
 * extension; `pages` are further folders of templates.
 */
export function shopifyLiquid({ locale, currency, assetUrl }: Reading, root: URL, pages: string[] = []): Liquid {
  const words = wordsOf(locale, root);
  // English words count as English does, also on a page of a language that has no words here.
  const language = spokenIn(locale, root);
  const engine = new Liquid({ root: [fileURLToPath(new URL("blocks/", root)), ...pages], partials: [fileURLToPath(new URL("snippets/", root))], extname: ".liquid", cache: true, strictFilters: true, jsTruthy: false });
  for (const name of ["schema", "doc"]) engine.registerTag(name, Silent);
  engine.registerFilter("t", (key: unknown, ...given: unknown[]) => translate(words, String(key), { locale: language, values: valuesOf(given) }));
  engine.registerFilter("money", (hundredths: unknown) => money(Number(hundredths), currency));
  engine.registerFilter("asset_url", (name: unknown) => assetUrl(String(name)));
  return engine;
}

const valuesOf = (given: unknown[]): Record<string, unknown> => Object.fromEntries(given.filter((one): one is [string, unknown] => Array.isArray(one)));

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/**
 * As Shopify does, escapes words and what is put into them, once more if it was escaped before; of a key that ends in `_html`
 * neither. Throws for words that are missing.
 *
 * @see https://shopify.dev/docs/storefronts/themes/architecture/locales/storefront-locale-files#interpolation
 */
function translate(words: Words, key: string, { locale, values }: { locale: string; values: Record<string, unknown> }): string {
  const found = findWord(words, key);
  const text = typeof found === "object" ? (found[new Intl.PluralRules(locale).select(Number(values["count"]))] ?? found["other"]) : found;
  if (typeof text !== "string") throw new Error(`no words for ${key} in ${locale}`);
  const filled = text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_all, name: string) => {
    if (!(name in values)) throw new Error(`${key} wants ${name}`);
    return String(values[name] ?? "");
  });
  return key.endsWith("_html") ? filled : escape(filled);
}

/** Themes count money in hundredths, whatever decimals the currency has. */
export const money = (hundredths: number, currency: string): string => new Intl.NumberFormat("en-GB", { style: "currency", currency }).format(hundredths / 100);
