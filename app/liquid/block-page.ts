import { readFileSync } from "node:fs";

const LOOKS = { light: { text: "#1a1a1a", ground: "#ffffff" }, dark: { text: "#f2f2f2", ground: "#16181d" } };

const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];

const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/**
 * A page with one block on it and nothing else, for a frame without scripts: plain type, and the block's own styles. Links
 * lead nowhere, because such a frame may open no window.
 */
export function blockPage(html: string, { title, locale, isDark, stylesheet, root }: { title: string; locale: string; isDark: boolean; stylesheet: string | undefined; root: URL }): string {
  const { text, ground } = LOOKS[isDark ? "dark" : "light"];
  const styles = stylesheet === undefined ? "" : readFileSync(new URL(`assets/${stylesheet}`, root), "utf8");
  const direction = RIGHT_TO_LEFT.includes(new Intl.Locale(locale).language) ? "rtl" : "ltr";
  return `<!doctype html><html lang="${escape(locale)}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><base target="_blank"><title>${escape(title)}</title>
<style>body{margin:0;padding:16px;font:16px/1.5 system-ui,sans-serif;color:${text};background:${ground};color-scheme:${isDark ? "dark" : "light"}}a{color:inherit}</style><style>${styles}</style></head><body><main>${html}</main></body></html>`;
}
