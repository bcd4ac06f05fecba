import { isDecimalId } from "#app/domain/ids.ts";
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
