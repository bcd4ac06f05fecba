export const LANGUAGES = ["en", "de", "fr", "es", "ru", "et", "zh-CN"] as const;

export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (text: string): text is Language => (LANGUAGES as readonly string[]).includes(text);

/** The language of ours that is nearest to what Shopify says of a customer, such as "de-AT" or "zh-TW"; `fallback` where none is. */
export function languageOf(locale: string | null, fallback: Language): Language {
  const first = locale?.toLowerCase().split(/[-_]/)[0];
  if (!first) return fallback;
  return LANGUAGES.find((one) => one.toLowerCase().split("-")[0] === first) ?? fallback;
}
