import { inShopOrder } from "#app/domain/storefront/block-links.ts";
import { editorWords, findThemeExtension, findWord, languagesOf, listBlocks, schemaOf, wordsOf } from "#app/liquid/theme-files.ts";

export interface ThemeBlock {
  handle: string;
  /** As the theme editor calls it. */
  name: string;
}

/** The blocks that the app brings, in the order in which a shopper meets them, and the languages that they speak. */
export function listThemeBlocks(): { blocks: ThemeBlock[]; languages: string[] } {
  const root = findThemeExtension();
  const words = editorWords(root);
  const nameOf = (handle: string) => {
    const name = findWord(words, schemaOf(handle, root).name.replace(/^t:/, ""));
    return typeof name === "string" ? name : handle;
  };
  return { blocks: inShopOrder(listBlocks(root)).map((handle) => ({ handle, name: nameOf(handle) })), languages: languagesOf(root) };
}

/** Our own words by key, "road.heading", in a language; a key that it lacks is left out. */
export function findOurWords(keys: readonly string[], language: string): Record<string, string> {
  const words = wordsOf(language, findThemeExtension());
  return Object.fromEntries(keys.flatMap((key) => {
    const word = findWord(words, key);
    return typeof word === "string" ? [[key, word]] : [];
  }));
}
