import { z } from "zod";

/** The texts of the blocks in the shop's theme that a merchant can say in words of their own. */
export const TEXT_KEYS = ["balance_heading", "balance_guest", "road_heading", "cart_heading", "earn_heading", "tiers_heading", "rewards_heading", "history_heading", "launcher_label"] as const;

export type TextKey = (typeof TEXT_KEYS)[number];

/** By language as Shopify writes it ("de", "zh-CN"), then by text; what is not there is in our words. */
export type StorefrontTexts = Record<string, Partial<Record<TextKey, string>>>;

/** Characters of one text, as the theme's headings can hold them on a telephone. */
export const TEXT_LENGTH_MAX = 120;

/** Shopify lets a shop publish so many languages. */
const LANGUAGES_MAX = 20;

/** Control characters, among them every break of a line. */
const CONTROL = /[\p{Cc}\u2028\u2029]/u;

/** Whether a text names a language as Shopify writes it: "de", "pt-BR", "zh-Hans-CN". */
export function isLanguageTag(text: string): boolean {
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/.test(text)) return false;
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

export type TextsRead = { outcome: "valid"; texts: StorefrontTexts } | { outcome: "invalid"; fields: { path: string; message: string }[] };

const shape = z.record(z.string(), z.record(z.string(), z.string()));

/** Why a text cannot stand in the shop, as a sentence; undefined where it can. */
export function textFault(text: string): string | undefined {
  if (CONTROL.test(text) || !text.isWellFormed()) return "A text stays on one line and has no control characters. Type it again.";
  const length = [...text.trim()].length;
  if (length > TEXT_LENGTH_MAX) return `A text has at most ${TEXT_LENGTH_MAX} characters. This one has ${length}.`;
  return undefined;
}

/**
 * Texts as a form sends them. Blanks around a text are dropped, and so is an empty text: ours is shown then. Languages and
 * texts come out sorted, so that the same texts read the same. `fields` names what is wrong as "de.road_heading".
 */
export function readStorefrontTexts(input: unknown): TextsRead {
  const parsed = shape.safeParse(input);
  if (!parsed.success) return UNREADABLE;
  const fields: { path: string; message: string }[] = [];
  const texts: StorefrontTexts = {};
  for (const [language, given] of Object.entries(parsed.data).sort(byName)) {
    const unknown = isLanguageTag(language) ? Object.keys(given).find((key) => !isTextKey(key)) : "";
    if (unknown !== undefined) return { outcome: "invalid", fields: [{ path: language, message: "This page does not know these texts. Load it again." }] };
    const kept: Partial<Record<TextKey, string>> = {};
    for (const key of TEXT_KEYS) {
      const text = given[key] ?? "";
      const message = textFault(text);
      if (message) fields.push({ path: `${language}.${key}`, message });
      else if (text.trim() !== "") kept[key] = text.trim();
    }
    if (Object.keys(kept).length > 0) texts[language] = kept;
  }
  if (Object.keys(texts).length > LANGUAGES_MAX) return UNREADABLE;
  return fields.length > 0 ? { outcome: "invalid", fields } : { outcome: "valid", texts };
}

/**
 * The texts after a change, which names only what is to be another: two people who change different texts at the same time
 * both keep theirs. An empty text gives way to ours.
 */
export function changeStorefrontTexts(texts: StorefrontTexts, change: unknown): TextsRead {
  const parsed = shape.safeParse(change);
  if (!parsed.success) return UNREADABLE;
  const languages = [...new Set([...Object.keys(texts), ...Object.keys(parsed.data)])];
  return readStorefrontTexts(Object.fromEntries(languages.map((language) => [language, { ...texts[language], ...parsed.data[language] }])));
}

/** What turns `from` into `to`, for `changeStorefrontTexts`. */
export function textChanges(from: StorefrontTexts, to: StorefrontTexts): StorefrontTexts {
  const change: StorefrontTexts = {};
  for (const language of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const keys = TEXT_KEYS.filter((key) => (from[language]?.[key] ?? "") !== (to[language]?.[key] ?? "").trim());
    if (keys.length > 0) change[language] = Object.fromEntries(keys.map((key) => [key, to[language]?.[key] ?? ""]));
  }
  return change;
}

/** Texts that are being edited while other ones were saved: what was touched since `from` stays, everything else is as in `to`. */
export function editedTexts(texts: StorefrontTexts, { from, to }: { from: StorefrontTexts; to: StorefrontTexts }): StorefrontTexts {
  const touched = textChanges(from, texts);
  return Object.fromEntries([...new Set([...Object.keys(to), ...Object.keys(touched)])].map((language) => [language, { ...to[language], ...touched[language] }]));
}

const UNREADABLE: TextsRead = { outcome: "invalid", fields: [{ path: "", message: "These texts are not complete. Load the page again." }] };

const isTextKey = (key: string): key is TextKey => (TEXT_KEYS as readonly string[]).includes(key);

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);
