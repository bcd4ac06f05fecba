import { addDays, localDay, startOfDay, wallHour } from "../time.ts";

/** Whole hours of the shop's day between which no mail goes out; past midnight where `from` is the later one, none where both are the same. */
export interface QuietHours {
  fromHour: number;
  untilHour: number;
}

/** When the quiet hours that an instant lies in are over, or undefined when it lies in none. */
export function quietUntil(at: Date, { fromHour, untilHour }: QuietHours, timeZone: string): Date | undefined {
  const hour = wallHour(at, timeZone);
  const isOverMidnight = fromHour > untilHour;
  const isQuiet = isOverMidnight ? hour >= fromHour || hour < untilHour : hour >= fromHour && hour < untilHour;
  if (!isQuiet) return undefined;
  const today = localDay(at, timeZone);
  const endDay = isOverMidnight && hour >= fromHour ? addDays(today, 1) : today;
  return hourOfDay(endDay, untilHour, timeZone);
}

// On a day on which the clock is changed the hour may come an hour earlier or later after midnight, or not at all.
function hourOfDay(day: string, hour: number, timeZone: string): Date {
  const midnight = startOfDay(day, timeZone).getTime();
  const candidates = [hour, hour - 1, hour + 1].map((hours) => new Date(midnight + hours * 3_600_000));
  return candidates.find((at) => wallHour(at, timeZone) === hour) ?? candidates[0]!;
}
