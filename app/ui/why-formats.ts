import type { WhyFormats } from "#app/domain/points/why-sentence.ts";
import type { Formats } from "./formats.ts";

/** How the explanation of an entry writes points, money and days for one viewer. */
export const whyFormatsOf = (formats: Formats): WhyFormats => ({
  points: (points) => formats.counted(points, "point", "points"),
  number: (value) => new Intl.NumberFormat(formats.locale, { maximumFractionDigits: 6 }).format(value),
  money: formats.money,
  day: formats.calendarDay,
  dayOf: formats.day,
});
