import { localDay, startOfDay } from "#app/domain/time.ts";

/** When a published program begins: at once, or with a day of the shop, "YYYY-MM-DD". */
export type PublishForm = { start: string; day: string };

export type PublishRead = { outcome: "valid"; startsAt: Date | undefined } | { outcome: "invalid"; message: string };

const DAYS_AHEAD_MAX = 366;
const DAY_MS = 86_400_000;

/** What a form says about the beginning. A past day is for shops that publish their first program; later ones are refused by the ledger's own rule. */
export function readPublishForm({ start, day }: PublishForm, { now, timeZone }: { now: Date; timeZone: string }): PublishRead {
  if (start !== "day") return { outcome: "valid", startsAt: undefined };
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(`${day}T00:00:00Z`))) return { outcome: "invalid", message: "Choose a day." };
  const startsAt = startOfDay(day, timeZone);
  if (startsAt.getTime() > now.getTime() + DAYS_AHEAD_MAX * DAY_MS) return { outcome: "invalid", message: "Choose a day within the next year." };
  return { outcome: "valid", startsAt: localDay(now, timeZone) === day ? undefined : startsAt };
}

export function publishFormIn(values: FormData): PublishForm {
  const text = (name: keyof PublishForm) => {
    const value = values.get(name);
    return typeof value === "string" ? value : "";
  };
  return { start: text("start"), day: text("day") };
}
