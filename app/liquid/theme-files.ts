import { existsSync, readdirSync, readFileSync } from "node:fs";

export type Words = { [key: string]: string | Words };

/** A setting as a block's schema has it; headings have no id. */
export interface Setting {
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

/**
 * The folder of the blocks for themes, as a URL with a slash at its end. The code that asks lies in app/ or, bundled, somewhere
 * below build/; the folder lies beside both. Throws where it was not shipped.
 */
export function findThemeExtension(): URL {
  for (let at = new URL(".", import.meta.url); ; at = new URL("../", at)) {
    const found = new URL("extensions/theme-widget/", at);
    if (existsSync(found)) return found;
    if (at.pathname === new URL("../", at).pathname) throw new Error("extensions/theme-widget was not shipped with the app");
  }
}

/** The blocks of an extension by their handles, sorted. */
export const listBlocks = (root: URL): string[] => readdirSync(new URL("blocks/", root)).filter((name) => name.endsWith(".liquid")).map((name) => name.slice(0, -".liquid".length)).sort();

/** What stands between a block's schema tags. Throws for a block without one. */
export function schemaOf(block: string, root: URL): BlockSchema {
  const source = readFileSync(new URL(`blocks/${block}.liquid`, root), "utf8");
  const text = /\{%-?\s*schema\s*-?%\}(?<text>[\s\S]*?)\{%-?\s*endschema\s*-?%\}/.exec(source)?.groups?.["text"];
  if (text === undefined) throw new Error(`${block} has no schema`);
  return JSON.parse(text) as BlockSchema;
}

/** The words of a language: "de-AT" reads de, and what there is not reads the default. */
export const wordsOf = (locale: string, root: URL): Words => readWords(spokenFile(locale, root), root);

/** The language that readers of a locale read: "de" for "de-AT", and the default's for one that the blocks do not speak. */
export const spokenIn = (locale: string, root: URL): string => spokenFile(locale, root).replace(/(\.default)?\.json$/, "");

function spokenFile(locale: string, root: URL): string {
  const names = readdirSync(new URL("locales/", root));
  return [`${locale}.json`, `${locale.split("-")[0]}.json`].find((one) => names.includes(one)) ?? "en.default.json";
}

/** The words that the theme editor shows a merchant, in English. */
export const editorWords = (root: URL): Words => readWords("en.default.schema.json", root);

/** The languages that the blocks speak, the default first. */
export function languagesOf(root: URL): string[] {
  const names = readdirSync(new URL("locales/", root)).filter((name) => name.endsWith(".json") && !name.includes(".schema."));
  const inOrder = names.sort((a, b) => Number(b.includes(".default.")) - Number(a.includes(".default.")) || (a < b ? -1 : 1));
  return inOrder.map((name) => name.replace(/(\.default)?\.json$/, ""));
}

const readWords = (name: string, root: URL): Words => JSON.parse(readFileSync(new URL(`locales/${name}`, root), "utf8")) as Words;

/** A word by its key, "balance.guest"; undefined where there is none. Forms of a plural come as an object. */
export const findWord = (words: Words, key: string): string | Words | undefined => key.split(".").reduce<string | Words | undefined>((at, part) => (typeof at === "object" ? at[part] : undefined), words);
