import { decimalsOf } from "../money.ts";
import type { WhyFormats } from "./why-sentence.ts";

const DEFAULT_NAME = { one: "point", other: "points" };

/** The formats of a reader: their locale, the shop's zone, and what the merchant calls points. A minus is U+2212. */
export function whyFormats({ locale, timeZone, pointsName = DEFAULT_NAME }: { locale: string; timeZone: string; pointsName?: { one: string; other: string } }): WhyFormats {
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const day = (zone: string) => new Intl.DateTimeFormat(locale, { timeZone: zone, day: "numeric", month: "short", year: "numeric" });
  const [calendar, local] = [day("UTC"), day(timeZone)];
  const signed = (text: string) => text.replace("-", "−");
  return {
    points: (points) => `${signed(number.format(points))} ${points === 1 ? pointsName.one : pointsName.other}`,
    number: (value) => signed(number.format(value)),
    money: (amountMinor, currency) => signed(new Intl.NumberFormat(locale, { style: "currency", currency }).format(amountMinor / 10 ** decimalsOf(currency))),
    day: (at) => calendar.format(new Date(`${at}T00:00:00Z`)),
    dayOf: (at) => local.format(new Date(at)),
  };
}
