/**
 * Writes instants as days for readers of one locale, in one zone: "8 Sep 2026", or "8 Sep" without the year.
 *
 * September has three letters like every other month. Browsers and Node disagree about that in British English ("Sep",
 * "Sept"), and one page is written by both.
 */
export function dayWords({ locale, timeZone, hasYear = true }: { locale: string; timeZone: string; hasYear?: boolean }): (at: Date) => string {
  const format = new Intl.DateTimeFormat(locale, { timeZone, day: "numeric", month: "short", ...(hasYear && { year: "numeric" }) });
  return (at) => format.format(at).replace(/\bSept\b/, "Sep");
}
