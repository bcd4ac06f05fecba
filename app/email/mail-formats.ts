import { decimalsOf } from "#app/domain/money.ts";
import type { Language } from "#app/domain/messages/language.ts";
import type { PointsName } from "#app/domain/points/points-name.ts";
import { fill, WORDS } from "./words/catalogue.ts";

/** How numbers, money, days and points read in a mail. Days are calendar days of the shop. */
export interface MailFormats {
  points: (points: number) => string;
  money: (amountMinor: number, currency: string) => string;
  percent: (percent: number) => string;
  day: (day: string) => string;
}

/** English is read as British. */
const localeOf = (language: Language): string => (language === "en" ? "en-GB" : language);

// Languages in which one form for one and another for all other numbers is right.
const TWO_FORMS: readonly Language[] = ["en", "de", "et"];

/**
 * The formats of a language. A name for points that the merchant chose is in the shop's own language: there it takes the place
 * of the word where two forms are enough, and elsewhere it stands before the number ("Stars: 120").
 */
export function mailFormats(language: Language, { pointsName, shopLanguage }: { pointsName: PointsName | null; shopLanguage: Language }): MailFormats {
  const locale = localeOf(language);
  const number = new Intl.NumberFormat(locale);
  const plural = new Intl.PluralRules(locale);
  const days = new Intl.DateTimeFormat(locale, { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" });
  // Russian abbreviates the year's word, and its point would stand beside the full stop of a sentence.
  const dayOf = (at: Date) => days.format(at).replace(/г\.$/, "года");
  const forms = WORDS[language].points;
  return {
    points(points) {
      const n = number.format(points);
      if (!pointsName) return fill(forms[plural.select(points)] ?? forms.other, { n });
      const isItsLanguage = language === shopLanguage && TWO_FORMS.includes(language);
      return isItsLanguage ? `${n} ${points === 1 ? pointsName.one : pointsName.other}` : `${pointsName.other}: ${n}`;
    },
    money: (amountMinor, currency) => new Intl.NumberFormat(locale, { style: "currency", currency }).format(amountMinor / 10 ** decimalsOf(currency)),
    percent: (percent) => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 }).format(percent / 100),
    day: (day) => dayOf(new Date(`${day}T00:00:00Z`)),
  };
}
