export const LANGUAGES = ["en", "de", "fr", "es", "ru", "et", "zh-CN"] as const;

export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (text: string): text is Language => (LANGUAGES as readonly string[]).includes(text);

/** What the blocks of a shop's theme speak: the languages of mails and of what Shopify shows around orders, and Arabic. */
export const PAGE_LANGUAGES = [...LANGUAGES, "ar"] as const;

export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

/** The language of ours that is nearest to what Shopify says of a customer, such as "de-AT" or "zh-TW"; `fallback` where none is. */
export const languageOf = (locale: string | null, fallback: Language): Language => nearest(LANGUAGES, locale) ?? fallback;

/** The same for a page of the shop, which may be read in Arabic too. */
export const pageLanguageOf = (locale: string, fallback: Language): PageLanguage => nearest(PAGE_LANGUAGES, locale) ?? fallback;

function nearest<One extends string>(languages: readonly One[], locale: string | null): One | undefined {
  const first = locale?.toLowerCase().split(/[-_]/)[0];
  return first ? languages.find((one) => one.toLowerCase().split("-")[0] === first) : undefined;
}

const WRITTEN_AS: Partial<Record<PageLanguage, string>> = { en: "en-GB", ar: "ar-u-nu-latn" };

/** How numbers and days of a language are written: English as in Britain, Arabic with the digits that the blocks have. */
export const writtenAs = (language: PageLanguage): string => WRITTEN_AS[language] ?? language;

/** How money is written: in Arabic as themes write it, because the letters of "UK£" change places with their sign there. */
export const moneyWrittenAs = (language: PageLanguage): string => writtenAs(language === "ar" ? "en" : language);
