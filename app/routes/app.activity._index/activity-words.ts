import { isDecimalId } from "#app/domain/ids.ts";
import { kindsOf } from "#app/domain/points/entry.ts";
import type { ActivityTotal } from "#app/queries/activity-totals.server.ts";
import { ENTRY_NAMES, signedPoints } from "#app/ui/entry-line.ts";
import type { Formats } from "#app/ui/formats.ts";
import type { ActivityAddress } from "./activity-address.ts";

/** What is wrong with a filter, by its field. */
export type FilterFaults = { to?: string; customer?: string };

/** Why a filter can find nothing, whatever there is. Days are calendar days, empty where none is chosen. */
export function filterFaults({ from, to, customer }: { from: string; to: string; customer: string }, formats: Formats): FilterFaults {
  const name = customer.trim();
  return {
    ...(from !== "" && to !== "" && to < from && { to: `The period ends on ${formats.calendarDay(to)}, before it starts on ${formats.calendarDay(from)}. Change one of the dates.` }),
    ...(name !== "" && !isDecimalId(name) && !name.includes("@") && { customer: "Enter a whole e-mail address, or the customer’s id." }),
  };
}

/** Of which time the totals are: the chosen days, else from the first entry to when the page was read. Undefined where there is nothing to add up. */
export function periodSentence({ from, to }: Pick<ActivityAddress, "from" | "to">, { totals, at }: { totals: readonly { since: string }[]; at: string }, formats: Formats): string | undefined {
  const [first] = totals.map(({ since }) => since).toSorted();
  if (first === undefined) return undefined;
  return `From ${from ? formats.calendarDay(from) : formats.day(first)} to ${to ? formats.calendarDay(to) : formats.dayTime(at)}.`;
}

/** What the entries add up to, by what they are called: what was earned as one sum, as the liability has it, and releases of it apart and without a sign. */
export function totalFacts(totals: Omit<ActivityTotal, "since">[], formats: Formats): (readonly [string, string])[] {
  const words = ({ entries, points }: { entries: number; points: number }, amount = signedPoints(points, formats)) => `${amount} ${formats.pointsName.other} in ${formats.counted(entries, "entry", "entries")}`;
  const isEarned = ({ kind, isRelease }: Pick<ActivityTotal, "kind" | "isRelease">) => kindsOf("earned").includes(kind) && !isRelease;
  const sumOf = (some: typeof totals) => some.reduce((sum, { entries, points }) => ({ entries: sum.entries + entries, points: sum.points + points }), { entries: 0, points: 0 });
  const earned = totals.filter(isEarned);
  const cancelled = earned.find(({ kind }) => kind === "earn_cancelled");
  const isMixed = cancelled !== undefined && earned.length > 1;
  return [
    ...(earned.length === 0 ? [] : [[cancelled && !isMixed ? ENTRY_NAMES.earn_cancelled : ENTRY_NAMES.earn_pending, `${words(sumOf(earned))}${isMixed ? `, of it ${signedPoints(cancelled.points, formats)} by cancelling pending ones` : ""}`] as const]),
    ...totals.filter((total) => total.isRelease).map((total) => [ENTRY_NAMES.earn_released, `${words(total, formats.whole(total.points))}; earned before`] as const),
    ...totals.filter((total) => !isEarned(total) && !total.isRelease).map((total) => [ENTRY_NAMES[total.kind], total.kind === "reverse_waived" ? words(total, formats.whole(total.points)) : words(total)] as const),
  ];
}
