import { z } from "zod";
import { addDays, addMonths, localDay, startOfDay } from "../time.ts";
import type { Lot } from "./lot.ts";

const months = z.number({ error: "Enter a whole number of months." }).int("Months must be a whole number.").min(1, "Points must live for at least 1 month.").max(120, "Points can live for at most 120 months.");

/**
 * When points end: never, so many months after each was credited, or so many months after the member's last earning or
 * redemption. Points that were given by hand or by a file since then count from the day on which they were given.
 */
export const expiry = z.discriminatedUnion("kind", [z.object({ kind: z.literal("none") }), z.object({ kind: z.literal("fixed"), months }), z.object({ kind: z.literal("rolling"), months })]);

export type Expiry = z.output<typeof expiry>;

/** The last shop-local day on which a lot credited at an instant can be spent; null: it has no day of its own. */
export function expiryDay(rule: Expiry, creditedAt: Date, timeZone: string): string | null {
  return rule.kind === "fixed" ? addMonths(localDay(creditedAt, timeZone), rule.months) : null;
}

/** The instant from which what is left of a lot is gone: the first of the day after its last one. */
export const expiresAt = (lastDay: string, timeZone: string): Date => startOfDay(addDays(lastDay, 1), timeZone);

/** Unclaimed points wait this long after their release. */
export const UNCLAIMED_MONTHS = 12;

/** What ends a member's lots, beside the lots' own days. */
export interface MemberExpiry {
  timeZone: string;
  /** The last day of this lot by the member's last earning or redemption; null where it does not end that way. */
  rollingDayOf: (lot: Lot) => string | null;
  /** No lot that nobody claimed lapses before this instant; null: none does, because its owner can't be told or has claimed. */
  lapseStartsAt: Date | null;
}

/** The end of a lot: `day` is the last one on which its points can be spent or claimed, `at` the first instant after it. */
export interface LotEnd {
  at: Date;
  day: string;
  because: "expired" | "unclaimed";
}

/**
 * When what is left of a lot ends and why, or undefined when it does not. The earlier of all reasons counts. Nothing ends
 * before it is there: a lot that came with a day in the past ends as it is credited, so that no day before that changes.
 */
export function endOfLot(lot: Lot, { timeZone, rollingDayOf, lapseStartsAt }: MemberExpiry): LotEnd | undefined {
  const rollingDay = rollingDayOf(lot);
  const expiredDay = lot.expiresOn && rollingDay && rollingDay < lot.expiresOn ? rollingDay : (lot.expiresOn ?? rollingDay);
  const unclaimedDay = lapseStartsAt && lapseDay(lot, lapseStartsAt, timeZone);
  const isUnclaimed = unclaimedDay !== null && (!expiredDay || unclaimedDay < expiredDay);
  const day = isUnclaimed ? unclaimedDay : expiredDay;
  if (!day) return undefined;
  const at = expiresAt(day, timeZone);
  return { at: at < lot.creditedAt ? lot.creditedAt : at, day, because: isUnclaimed ? "unclaimed" : "expired" };
}

function lapseDay({ creditedAt }: Lot, lapseStartsAt: Date, timeZone: string): string {
  const [due, earliest] = [addMonths(localDay(creditedAt, timeZone), UNCLAIMED_MONTHS), localDay(lapseStartsAt, timeZone)];
  return due > earliest ? due : earliest;
}
