import type { TextKey } from "#app/domain/storefront/storefront-texts.ts";

/** What the blocks are, before Shopify is asked anything. */
export type StorefrontBlocks = {
  blocks: { handle: string; name: string }[];
  /** The shop's own domain at Shopify, whose theme editor is led to. */
  domain: string;
  /** The app's, which everybody may know. */
  clientId: string;
  /** Ours by language, the default first. */
  ours: Record<string, Partial<Record<TextKey, string>>>;
};

/** Our words for readers of a language: "de" for "de-AT". `isSpoken` is false where we have none and they read the default's. */
export function wordsIn(ours: StorefrontBlocks["ours"], language: string): { words: Partial<Record<TextKey, string>>; isSpoken: boolean } {
  const own = ours[language] ?? ours[language.split("-")[0] ?? ""];
  return { words: own ?? Object.values(ours)[0] ?? {}, isSpoken: own !== undefined };
}
