import { z } from "zod";
import { localDay, startOfDay } from "../../time.ts";
import type { FormDescription } from "../form.ts";
import type { PlacedOrder } from "./placed-order.ts";

const PERIODS = ["day", "week", "month", "year", "ever"] as const;

/** The rule earns at most so often for one customer in each day, week (from Monday), month or year of the shop's calendar, or ever. */
export const limit = z.object({
  kind: z.literal("limit"),
  timesMax: z.number({ error: "Enter how often." }).int("Enter a whole number.").min(1, "A rule that never applies gives nothing. Enter 1 or more.").max(10_000, "Enter 10,000 or less."),
  per: z.enum(PERIODS),
});

export type Limit = z.output<typeof limit>;

/** The first instant of the period that holds an instant, in the shop's zone; null: since ever. */
export function periodStart(per: Limit["per"], at: Date, timeZone: string): Date | null {
  if (per === "ever") return null;
  const day = localDay(at, timeZone);
  if (per === "month") return startOfDay(`${day.slice(0, 7)}-01`, timeZone);
  if (per === "year") return startOfDay(`${day.slice(0, 4)}-01-01`, timeZone);
  if (per === "day") return startOfDay(day, timeZone);
  const midnight = new Date(`${day}T00:00:00Z`);
  const daysSinceMonday = (midnight.getUTCDay() + 6) % 7;
  return startOfDay(new Date(midnight.getTime() - daysSinceMonday * 86_400_000).toISOString().slice(0, 10), timeZone);
}

export const isWithinLimit = ({ timesMax, per }: Limit, order: Pick<PlacedOrder, "processedAt" | "timeZone" | "member">, ruleId: string): boolean =>
  order.member.usesBefore(ruleId, periodStart(per, order.processedAt, order.timeZone), per) < timesMax;

const PER: Record<Limit["per"], string> = { day: "a day", week: "a week", month: "a month", year: "a year", ever: "in all" };

export const limitForm: FormDescription<Limit> = {
  label: "Limit per customer",
  fields: [
    { name: "timesMax", label: "At most", input: "whole_number" },
    { name: "per", label: "Times", input: "choice", choices: PERIODS.map((value) => ({ value, label: PER[value] })) },
  ],
  sentence: ({ timesMax, per }) => `at most ${timesMax === 1 ? "once" : `${timesMax} times`} ${PER[per]}`,
};
