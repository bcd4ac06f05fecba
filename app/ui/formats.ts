import { dayWords } from "#app/domain/day-words.ts";
import { decimalsOf } from "#app/domain/money.ts";
import { type PointsName, USUAL_POINTS_NAME } from "#app/domain/points/points-name.ts";

/**
 * How one viewer reads numbers and dates: their locale, the shop's zone and currency, and what points are called there.
 * Sent by the loader, so that server and browser write the same.
 */
export type Viewer = { locale: string; timeZone: string; currency: string; pointsName?: PointsName };

/** Below this many customers a rate is shown without decimals; below `ENOUGH_FOR_A_RATE` not at all. */
export const ENOUGH_FOR_DECIMALS = 100;
export const ENOUGH_FOR_A_RATE = 50;

/** What stands in a place that has no value; the reason belongs beside it. */
export const MISSING = "–";

const made = new Map<string, Formats>();

type Instant = string | Date;

/**
 * The first English variety that a browser asks for, else British English.
 *
 * The pages are written in English, and numbers follow the words around them: "1.234" inside an English sentence would be
 * read as a fraction. `acceptLanguage` is the header as it came; null and nonsense give the default.
 */
export function localeOf(acceptLanguage: string | null): string {
  const wanted = (acceptLanguage ?? "").split(",").map((part) => part.split(";")[0]?.trim() ?? "");
  const english = wanted.find((tag) => /^en(-[A-Za-z]{2})?$/.test(tag));
  return english ?? "en-GB";
}

/** The viewer of a request to a shop's page. */
export function viewerOf(request: Request, { timeZone, currency, pointsName }: Omit<Viewer, "locale">): Viewer {
  return { locale: localeOf(request.headers.get("accept-language")), timeZone, currency, ...(pointsName && { pointsName }) };
}

function makeFormats({ locale, timeZone, currency, pointsName = USUAL_POINTS_NAME }: Viewer) {
  const wholeNumber = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const percent = (digits: number) =>
    new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits });
  const wholePercent = percent(0);
  const finePercent = percent(1);
  const fineNumber = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const day = dayWords({ locale, timeZone });
  const calendarDay = dayWords({ locale, timeZone: "UTC" });
  const dayOfYear = dayWords({ locale, timeZone, hasYear: false });
  // 24 hours everywhere: the space before AM and PM differs between Node and browsers, which React takes for another page.
  const time = new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const shopDay = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const isSameDay = (a: Instant, b: Instant) => shopDay.format(new Date(a)) === shopDay.format(new Date(b));

  return {
    locale,
    timeZone,
    currency,
    pointsName,
    /** "Points", where a line or a button begins with it. */
    pointsTitle: pointsName.other.charAt(0).toLocaleUpperCase(locale) + pointsName.other.slice(1),
    /** "1,204 points", or what the merchant calls them. A minus is U+2212. */
    points: (count: number) => `${wholeNumber.format(count).replace("-", "−")} ${Math.abs(count) === 1 ? pointsName.one : pointsName.other}`,
    /** "4,338"; the fraction is rounded. */
    whole: (count: number) => wholeNumber.format(count),
    /** "65.6%" from a fraction; no decimals where fewer than 100 customers stand behind it. */
    rate: (fraction: number, customers: number) => (customers < ENOUGH_FOR_DECIMALS ? wholePercent : finePercent).format(fraction),
    /** "64.2–67.0%" from two fractions. */
    interval: (low: number, high: number, customers: number) => {
      if (customers < ENOUGH_FOR_DECIMALS) return `${wholeNumber.format(low * 100)}–${wholePercent.format(high)}`;
      return `${fineNumber.format(low * 100)}–${finePercent.format(high)}`;
    },
    /** "£12,043.00" from minor units; decimals are the currency's own. A minus is U+2212. */
    money: (amountMinor: number, inCurrency: string = currency) => {
      const amount = amountMinor / 10 ** decimalsOf(inCurrency);
      return new Intl.NumberFormat(locale, { style: "currency", currency: inCurrency }).format(amount).replace("-", "−");
    },
    /** "21 Nov 2026", in the shop's zone. */
    day: (at: Instant) => day(new Date(at)),
    /** "21 Nov 2026" from a calendar day of the shop ("2026-11-21"), whatever the zone. */
    calendarDay: (shopDay: string) => calendarDay(new Date(`${shopDay}T00:00:00Z`)),
    /** "21 Nov", where the year is plain from its surroundings. */
    dayOfYear: (at: Instant) => dayOfYear(new Date(at)),
    /** "14:05", in the shop's zone. */
    time: (at: Instant) => time.format(new Date(at)),
    /** "21 Nov 2026, 14:05". */
    dayTime: (at: Instant) => `${day(new Date(at))}, ${time.format(new Date(at))}`,
    /** "today 03:10" on the shop's day of `now`, else "20 Nov, 03:10". */
    recent: (at: Instant, now: Instant) =>
      isSameDay(at, now) ? `today ${time.format(new Date(at))}` : `${dayOfYear(new Date(at))}, ${time.format(new Date(at))}`,
    isSameDay,
    /** "50 days", "1 day", "under a day"; rounded to whole days. */
    days: (days: number) => {
      const rounded = Math.round(days);
      if (days > 0 && rounded === 0) return "under a day";
      return rounded === 1 ? "1 day" : `${wholeNumber.format(rounded)} days`;
    },
    /** "1 customer", "4,338 customers"; `many` is the plural. */
    counted: (count: number, one: string, many: string) => `${wholeNumber.format(count)} ${count === 1 ? one : many}`,
  };
}

export type Formats = ReturnType<typeof makeFormats>;

/** The formats of a viewer. Made once per locale, zone, currency and name of the points, because building them is slow. */
export function formatsFor(viewer: Viewer): Formats {
  const { locale, timeZone, currency, pointsName = USUAL_POINTS_NAME } = viewer;
  const key = JSON.stringify([locale, timeZone, currency, pointsName.one, pointsName.other]);
  let formats = made.get(key);
  if (!formats) {
    formats = makeFormats(viewer);
    made.set(key, formats);
  }
  return formats;
}
