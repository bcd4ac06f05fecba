import { dayWords } from "../day-words.ts";
import { decimalsOf } from "../money.ts";
import { remembered } from "../remembered.ts";
import { type PointsName, USUAL_POINTS_NAME } from "./points-name.ts";
import type { WhyFormats } from "./why-sentence.ts";

interface Reader {
  locale: string;
  /** How money is written, where not as in the locale. */
  moneyLocale?: string;
  timeZone: string;
  pointsName?: PointsName;
}

/** The formats of a reader: their locale, the shop's zone, and what the merchant calls points. A minus is U+2212. */
export function whyFormats({ locale, moneyLocale = locale, timeZone, pointsName = USUAL_POINTS_NAME }: Reader): WhyFormats {
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const [calendar, local] = [dayWords({ locale, timeZone: "UTC" }), dayWords({ locale, timeZone })];
  const money = remembered((currency: string) => new Intl.NumberFormat(moneyLocale, { style: "currency", currency }));
  const signed = (text: string) => text.replace("-", "−");
  return {
    points: (points) => `${signed(number.format(points))} ${points === 1 ? pointsName.one : pointsName.other}`,
    number: (value) => signed(number.format(value)),
    money: (amountMinor, currency) => signed(money(currency).format(amountMinor / 10 ** decimalsOf(currency))),
    day: (at) => calendar(new Date(`${at}T00:00:00Z`)),
    dayOf: (at) => local(new Date(at)),
  };
}
