import { remembered } from "./remembered.ts";

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

const DAY_MS = 86_400_000;

/** Offsets of UTC days on which they do not change, by zone and day since 1970. Asking the calendar costs fifty times as much. */
const steadyOffsets = new Map<string, Map<number, number>>();
const REMEMBERED_DAYS_MAX = 20_000;

/** What clocks in a zone show at an instant, read as if it were UTC; milliseconds since 1970. */
const wallClockMs = (atMs: number, timeZone: string): number => atMs + offsetMs(atMs, timeZone);

function offsetMs(atMs: number, timeZone: string): number {
  const day = Math.floor(atMs / DAY_MS);
  let offsets = steadyOffsets.get(timeZone);
  if (!offsets) steadyOffsets.set(timeZone, (offsets = new Map<number, number>()));
  const known = offsets.get(day);
  if (known !== undefined) return known;
  // No zone changes its clocks twice within a day: what holds at both ends of one holds all through it.
  const startMs = askedOffsetMs(day * DAY_MS, timeZone);
  if (startMs !== askedOffsetMs((day + 1) * DAY_MS, timeZone)) return askedOffsetMs(atMs, timeZone);
  if (offsets.size >= REMEMBERED_DAYS_MAX) offsets.clear();
  offsets.set(day, startMs);
  return startMs;
}

function askedOffsetMs(atMs: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatterOf(timeZone).formatToParts(atMs)) parts[type] = Number(value);
  const shownMs = Date.UTC(parts["year"]!, parts["month"]! - 1, parts["day"]!, parts["hour"]!, parts["minute"]!, parts["second"]!);
  return shownMs - Math.floor(atMs / 1_000) * 1_000;
}

/** The calendar day of an instant in a zone, "YYYY-MM-DD". */
export const localDay = (at: Date, timeZone: string): string => dayText(Math.floor(wallClockMs(at.getTime(), timeZone) / DAY_MS));

/** A day counted from the first of 1970 as "YYYY-MM-DD". */
const dayText = remembered((day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10), { keysMax: REMEMBERED_DAYS_MAX });

/** The hour that clocks in a zone show at an instant, 0 to 23. */
export const wallHour = (at: Date, timeZone: string): number => new Date(wallClockMs(at.getTime(), timeZone)).getUTCHours();

/** A calendar day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
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
export const startOfDay = (day: string, timeZone: string): Date => new Date(startOfDayMs(Date.parse(`${day}T00:00:00Z`), timeZone));

/** The first instant of the calendar day so many days after the one of an instant, in a zone. */
export const startOfDayAfter = (at: Date, days: number, timeZone: string): Date =>
  new Date(startOfDayMs((Math.floor(wallClockMs(at.getTime(), timeZone) / DAY_MS) + days) * DAY_MS, timeZone));

function startOfDayMs(midnightMs: number, timeZone: string): number {
  // Two guesses reach every zone: the second uses the offset that holds near the first.
  let guessMs = midnightMs;
  for (let tries = 0; tries < 2; tries += 1) guessMs += midnightMs - wallClockMs(guessMs, timeZone);
  if (wallClockMs(guessMs, timeZone) === midnightMs) {
    const earlierMs = guessMs - 3_600_000;
    return wallClockMs(earlierMs, timeZone) === midnightMs ? earlierMs : guessMs;
  }
  // Midnight does not exist: the day begins where the clocks land.
  while (wallClockMs(guessMs, timeZone) < midnightMs) guessMs += 60_000;
  while (wallClockMs(guessMs - 60_000, timeZone) >= midnightMs) guessMs -= 60_000;
  return guessMs;
}
