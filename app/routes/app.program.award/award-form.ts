import { startOfDay } from "#app/domain/time.ts";

/** The first instant of the day that a form names, in the shop's zone; undefined for what is no day. */
export function readFromDay(day: string, timeZone: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(`${day}T00:00:00Z`))) return undefined;
  return startOfDay(day, timeZone);
}
