import { addDays } from "#app/domain/time.ts";
import type { Formats } from "#app/ui/formats.ts";

/** What the page shows: the last twelve months, or the days of one month ("2026-11"). */
export type LiabilityRange = { month: string | null; from: string; to: string };

/** The range that an address names; anything else is the months up to today. `today` is a day of the shop. Days in the future are left out. */
export function liabilityRangeOf(parameter: string | null, today: string): LiabilityRange {
  const thisMonth = today.slice(0, 7);
  if (parameter !== null && /^\d{4}-(0[1-9]|1[0-2])$/.test(parameter) && parameter <= thisMonth && parameter >= "2006-01") {
    const last = lastDayOf(parameter);
    return { month: parameter, from: `${parameter}-01`, to: last < today ? last : today };
  }
  return { month: null, from: `${Number(today.slice(0, 4)) - 1}-${today.slice(5, 7)}-01`, to: today };
}

/** The last day of a month: "2026-11-30" of "2026-11". */
export const lastDayOf = (month: string): string => addDays(`${monthAfter(month)}-01`, -1);

/** "November 2026" */
export const monthName = (month: string, formats: Formats): string => new Intl.DateTimeFormat(formats.locale, { timeZone: "UTC", month: "long", year: "numeric" }).format(new Date(`${month}-01T00:00:00Z`));

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

/** One line of the equation: a day, or a month of days. */
export type LiabilityLine = {
  /** "2026-11-21" or "2026-11". */
  period: string;
  opening: number;
  earned: number;
  adjusted: number;
  imported: number;
  redeemed: number;
  returned: number;
  expired: number;
  reversed: number;
  closing: number;
  pending: number;
  unclaimed: number;
  valueMinor: number;
  currency: string;
};

type Day = Omit<LiabilityLine, "period"> & { day: string };

const FLOWS = ["earned", "adjusted", "imported", "redeemed", "returned", "expired", "reversed"] as const;

export const dayLines = (days: Day[]): LiabilityLine[] => days.map(({ day, ...line }) => ({ period: day, ...line }));

/** The days of each month added up: opening of the first, closing and value of the last. The equation holds as for a day. */
export function monthLines(days: Day[]): LiabilityLine[] {
  const lines = new Map<string, LiabilityLine>();
  for (const { day, ...line } of days) {
    const period = day.slice(0, 7);
    const month = lines.get(period);
    if (!month) lines.set(period, { period, ...line });
    else lines.set(period, { ...line, period, opening: month.opening, ...Object.fromEntries(FLOWS.map((flow) => [flow, month[flow] + line[flow]])) });
  }
  return [...lines.values()];
}
