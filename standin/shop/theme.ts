import type { Shop } from "./shop.ts";

/** A file of a theme: its text, or the address that Shopify gives instead of a text that is too long. */
export type ThemeFileRecord = { content: string } | { url: string };

export interface ThemeRecord {
  id: string;
  name: string;
  files: Map<string, ThemeFileRecord>;
}

const themes = new WeakMap<Shop, ThemeRecord>();

/** The theme that is live in a shop; `first` makes its files the first time that somebody asks. */
export function liveTheme(shop: Shop, first: () => Record<string, string>): ThemeRecord {
  const theme = themes.get(shop) ?? { id: shop.nextId("made"), name: "Dawn", files: new Map(Object.entries(first()).map(([filename, content]) => [filename, { content }])) };
  themes.set(shop, theme);
  return theme;
}
