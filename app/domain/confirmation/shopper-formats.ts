import { decimalsOf } from "../money.ts";
import { type Language, moneyWrittenAs, type PageLanguage, writtenAs } from "../messages/language.ts";
import type { PointsName } from "../points/points-name.ts";
import { remembered } from "../remembered.ts";
import { fill, SHOPPER_WORDS, STOREFRONT_WORDS } from "./words/catalogue.ts";
import type { Forms, ShopperWords, StorefrontWords } from "./words/shopper-words.ts";

/** How a reader of the shop's pages reads points, money, shares and days in one language. Days are those of the shop's clocks. */
export interface PageFormats {
  language: PageLanguage;
  words: StorefrontWords;
  points: (points: number) => string;
  money: (amountMinor: number) => string;
  percent: (percent: number) => string;
  number: (value: number) => string;
  /** The day of an instant, with its year where that is not this one. */
  day: (at: Date) => string;
  /** The last day of what ends at an instant, exclusive. */
  lastDay: (endsAt: Date) => string;
  counted: (count: number, forms: Forms, values?: Record<string, string>) => string;
}

/** The same where Shopify shows our words around orders and in accounts. */
export interface ShopperFormats extends PageFormats {
  language: Language;
  words: ShopperWords;
}

interface FormatsOfShop {
  pointsName: PointsName | null;
  shopLanguage: Language;
  currency: string;
  timeZone: string;
  now: Date;
}

export const shopperFormats = (language: Language, shop: FormatsOfShop): ShopperFormats => ({ ...pageFormats(language, shop), language, words: SHOPPER_WORDS[language] });

// Languages in which one form for one and another for all other numbers is right.
const TWO_FORMS: readonly PageLanguage[] = ["en", "de", "et"];

/**
 * The formats of a language. A name for points that the merchant chose is in the shop's own
 * language: there it takes the place of the word where two forms are enough, elsewhere it stands before the number.
 */
export function pageFormats(language: PageLanguage, { pointsName, shopLanguage, currency, timeZone, now }: FormatsOfShop): PageFormats {
  const locale = writtenAs(language);
  const numbers = new Intl.NumberFormat(locale);
  const plural = new Intl.PluralRules(locale);
  const words = STOREFRONT_WORDS[language];
  const counted = (count: number, forms: Forms, values: Record<string, string> = {}) => fill(forms[plural.select(count)] ?? forms.other, { ...values, n: numbers.format(count) });
  const dayFormat = remembered((isThisYear: boolean) => new Intl.DateTimeFormat(locale, { timeZone, day: "numeric", month: "long", ...(!isThisYear && { year: "numeric" }) }));
  // Russian abbreviates the year's word, and its point would stand beside the full stop of a sentence.
  const dayOf = (at: Date) => dayFormat(yearOf(at, timeZone) === yearOf(now, timeZone)).format(at).replace(/г\.$/, "года");
  const money = remembered((code: string) => new Intl.NumberFormat(moneyWrittenAs(language), { style: "currency", currency: code }));
  return {
    language,
    words,
    counted,
    number: (value) => numbers.format(value),
    points(points) {
      if (!pointsName) return counted(points, words.points);
      const isItsLanguage = language === shopLanguage && TWO_FORMS.includes(language);
      return isItsLanguage ? `${numbers.format(points)} ${points === 1 ? pointsName.one : pointsName.other}` : `${pointsName.other}: ${numbers.format(points)}`;
    },
    money: (amountMinor) => money(currency).format(amountMinor / 10 ** decimalsOf(currency)),
    percent: (percent) => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 }).format(percent / 100),
    day: dayOf,
    lastDay: (endsAt) => dayOf(new Date(endsAt.getTime() - 1)),
  };
}

const yearFormat = remembered((timeZone: string) => new Intl.DateTimeFormat("en", { timeZone, year: "numeric" }));

const yearOf = (at: Date, timeZone: string): string => yearFormat(timeZone).format(at);
