import { readFileSync } from "node:fs";

const LOOKS = { light: { text: "#1a1a1a", ground: "#ffffff" }, dark: { text: "#f2f2f2", ground: "#16181d" } };

const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];

const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

interface PageWish {
  title: string;
  locale: string;
  isDark: boolean;
  /** A block of the whole shop lies over the page at its end; it gets a page to lie on, and is shown open. */
  isOverPage: boolean;
  stylesheet: string | undefined;
  root: URL;
}

/**
 * A page with one block on it and nothing else, for a frame without scripts: plain type, and the block's own styles. It shows
 * what shoppers with script see; the scripts themselves are left out. Links lead nowhere, because such a frame may open no window.
 */
export function blockPage(html: string, { title, locale, isDark, isOverPage, stylesheet, root }: PageWish): string {
  const { text, ground } = LOOKS[isDark ? "dark" : "light"];
  const styles = stylesheet === undefined ? "" : readFileSync(new URL(`assets/${stylesheet}`, root), "utf8").replaceAll("(scripting: none)", "not all");
  const direction = RIGHT_TO_LEFT.includes(new Intl.Locale(locale).language) ? "rtl" : "ltr";
  const page = `html{overflow:auto}body{margin:0;padding:16px;box-sizing:border-box;font:16px/1.5 system-ui,sans-serif;color:${text};background:${ground};color-scheme:${isDark ? "dark" : "light"}${isOverPage ? ";min-height:32rem" : ""}}a{color:inherit}`;
  const shown = isOverPage ? withoutScripts(html).replace("<details ", "<details open ") : withoutScripts(html);
  return `<!doctype html><html lang="${escape(locale)}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><base target="_blank"><title>${escape(title)}</title>
<style>${page}</style><style>${styles}</style></head><body><main>${shown}</main></body></html>`;
}

/** Blocks escape quotes and angle brackets in what they show, so what looks like a script or a handler is one of theirs. */
const withoutScripts = (html: string): string => html.replaceAll(/<(script|noscript)\b[^>]*>[\s\S]*?<\/\1>/g, "").replaceAll(/ on[a-z]+="[^"]*"/g, "");
