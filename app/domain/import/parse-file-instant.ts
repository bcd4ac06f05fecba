import { isDay } from "./line-problems.ts";

const INSTANT = /^(?<day>\d{4}-\d{2}-\d{2})[T ](?<time>[01]\d:[0-5]\d|2[0-3]:[0-5]\d)(?<seconds>:[0-5]\d(?:\.\d{1,9})?)? ?(?<zone>Z|UTC|[+-]\d{2}:?\d{2})$/;

/** An instant as Shopify's exports write it ("2026-05-01 09:58:12 +0100"), or as ISO, as an ISO text in UTC; null for anything else, and where no zone is named. */
export function parseFileInstant(text: string): string | null {
  const { day = "", time = "", seconds = "", zone = "" } = INSTANT.exec(text)?.groups ?? {};
  if (!isDay(day)) return null;
  const offset = zone === "UTC" || zone === "Z" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const ms = Date.parse(`${day}T${time}${seconds}${offset}`);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
