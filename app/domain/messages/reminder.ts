import { addDays } from "../time.ts";

/** Days before points end on which their owner is told. */
export const REMINDER_DAYS = [30, 7] as const;

/** Points that lapse for want of a sign-in do so no earlier than this after their owners can be told. */
export const LAPSE_NOTICE_DAYS = 60;

/**
 * Which reminder is due today for points whose last day is `day`; undefined when none is. A day on which nothing could be
 * sent is made up for: the first is due until the second is, and the second until the points end.
 */
export function reminderDue(day: string, today: string): (typeof REMINDER_DAYS)[number] | undefined {
  if (today > day) return undefined;
  return REMINDER_DAYS.toReversed().find((days) => today >= addDays(day, -days));
}
