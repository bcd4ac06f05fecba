const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** What clocks in a zone show at an instant, read as if it were UTC; milliseconds since 1970. */
function wallClockMs(at: Date, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatterOf(timeZone).formatToParts(at)) parts[type] = Number(value);
  return Date.UTC(parts["year"]!, parts["month"]! - 1, parts["day"]!, parts["hour"]!, parts["minute"]!, parts["second"]!);
}

/** The calendar day of an instant in a zone, "YYYY-MM-DD". */
export const localDay = (at: Date, timeZone: string): string => new Date(wallClockMs(at, timeZone)).toISOString().slice(0, 10);

/** A calendar day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** A calendar day so many months later; a day that the month does not have becomes its last one. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/**
 * The first instant of a calendar day in a zone. Where clocks jump over midnight, that is the instant of the jump.
 */
export function startOfDay(day: string, timeZone: string): Date {
  const midnightMs = Date.parse(`${day}T00:00:00Z`);
  // Two guesses reach every zone: the second uses the offset that holds near the first.
  let guessMs = midnightMs;
  for (let tries = 0; tries < 2; tries += 1) guessMs += midnightMs - wallClockMs(new Date(guessMs), timeZone);
  if (wallClockMs(new Date(guessMs), timeZone) === midnightMs) {
    const earlier = new Date(guessMs - 3_600_000);
    return wallClockMs(earlier, timeZone) === midnightMs ? earlier : new Date(guessMs);
  }
  // Midnight does not exist: the day begins where the clocks land.
  while (localDay(new Date(guessMs), timeZone) < day) guessMs += 60_000;
  while (localDay(new Date(guessMs - 60_000), timeZone) === day) guessMs -= 60_000;
  return new Date(guessMs);
}
