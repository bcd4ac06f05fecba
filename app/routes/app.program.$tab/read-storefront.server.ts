import { TEXT_KEYS } from "#app/domain/storefront/storefront-texts.ts";
import { env } from "#app/platform/env.server.ts";
import { findOurWords, listThemeBlocks } from "#app/queries/theme-blocks.ts";
import type { StorefrontBlocks } from "./storefront-blocks.ts";

/** The key of our own words: "road.heading" of the text "road_heading". */
const ourKeyOf = (key: string): string => key.replace("_", ".");

/** The blocks, whose theme editor they are added in, and our words for what the merchant may say otherwise. */
export function readStorefront({ domain }: { domain: string }): StorefrontBlocks {
  const { blocks, languages } = listThemeBlocks();
  const ours = languages.map((language) => {
    const words = findOurWords(TEXT_KEYS.map(ourKeyOf), language);
    return [language, Object.fromEntries(TEXT_KEYS.flatMap((key) => (words[ourKeyOf(key)] === undefined ? [] : [[key, words[ourKeyOf(key)]]])))];
  });
  return { domain, clientId: env.apiKey, blocks, ours: Object.fromEntries(ours) as StorefrontBlocks["ours"] };
}
