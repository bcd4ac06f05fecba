import type { Shop } from "./shop.ts";

const published = new WeakMap<Shop, string[]>();

/** The languages that a shop is published in, its own first; English until somebody says otherwise. */
export const languagesOf = (shop: Shop): string[] => published.get(shop) ?? ["en"];

export const publishLanguages = (shop: Shop, languages: string[]): void => void published.set(shop, languages);
