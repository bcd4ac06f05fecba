import { moneyWrittenAs, type PageLanguage, writtenAs } from "../messages/language.ts";
import { EN } from "./customer-why-words/en.ts";
import type { CustomerWhyWords } from "./customer-why-words/words.ts";
import { renderMessage } from "./render-message.ts";
import { whyFormats } from "./why-formats.ts";
import { whyMessage, type ExplainedEntry, type WhyFormats } from "./why-sentence.ts";

/** The explanation of an entry as the customer reads it, as one sentence: without rules and versions, in English where no other words are given. */
export const customerWhy = (entry: ExplainedEntry, formats: WhyFormats, words: CustomerWhyWords = EN): string =>
  renderMessage(whyMessage(entry, formats), words, words);

/** How a customer of a language reads what an explanation names, with the page's own way of writing points and days. */
export function customerWhyFormats(
  { language, points, day }: { language: PageLanguage; points: (points: number) => string; day: (at: Date) => string },
  { timeZone, startOfDay }: { timeZone: string; startOfDay: (day: string) => Date },
): WhyFormats {
  return {
    ...whyFormats({ locale: writtenAs(language), moneyLocale: moneyWrittenAs(language), timeZone }),
    points: (size) => points(size).replace("-", "−"),
    day: (calendarDay) => day(startOfDay(calendarDay)),
    dayOf: (instant) => day(new Date(instant)),
  };
}
