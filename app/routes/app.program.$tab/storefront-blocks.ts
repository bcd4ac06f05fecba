import type { TextKey } from "#app/domain/storefront/storefront-texts.ts";

/** What the blocks are, before Shopify is asked anything. */
export type StorefrontBlocks = {
  blocks: { handle: string; name: string }[];
  /** The shop's own domain at Shopify, whose theme editor is led to. */
  domain: string;
  /** The app's, which everybody may know. */
  clientId: string;
  /** Ours by language; a language that we do not speak reads the first one's. */
  ours: Record<string, Partial<Record<TextKey, string>>>;
};
