import type { TierQualification } from "../tiers/tier.ts";
import { addDays, localDay, startOfDay } from "../time.ts";

/** So many members who are in a tier now (null: none), and whose total reaches a place among drafted tiers (-1: none). */
export interface StandingGroup {
  tierId: string | null;
  place: number;
  members: number;
}

/**
 * How many members would be in each of the drafted tiers, which rise by threshold, were they published now.
 *
 * As `qualifyTier` decides it: rising is immediate, and who falls short of the tier that they have keeps it where there is
 * a grace and the tier is still there. Who is in a grace already is taken as if it began now. By tier id; every drafted tier has a number.
 */
export function wouldBeMembers(groups: StandingGroup[], { tierIds, graceDays }: { tierIds: string[]; graceDays: number }): Record<string, number> {
  const members: Record<string, number> = Object.fromEntries(tierIds.map((id) => [id, 0]));
  for (const group of groups) {
    const current = group.tierId === null ? -1 : tierIds.indexOf(group.tierId);
    const id = tierIds[graceDays > 0 ? Math.max(group.place, current) : group.place];
    if (id !== undefined) members[id] = (members[id] ?? 0) + group.members;
  }
  return members;
}

/** From when on orders count towards a tier at `now`; null for a lifetime. The counterpart of when `qualifyTier` lets them go. */
export function windowStart(window: TierQualification["window"], now: Date, timeZone: string): Date | null {
  if (window === "lifetime") return null;
  const today = localDay(now, timeZone);
  if (window === "calendar_year") return startOfDay(`${today.slice(0, 4)}-01-01`, timeZone);
  const lastYear = String(Number(today.slice(0, 4)) - 1);
  // What was placed on a day counts through the same day a year later, a leap day through 28 February.
  return startOfDay(today.endsWith("-02-29") ? addDays(`${lastYear}-02-28`, 1) : `${lastYear}${today.slice(4)}`, timeZone);
}

/** For each cost, how many of those counted could pay it; `heldBy[n]` could pay exactly the n cheapest of `costs`, which rise. */
export const inReach = (costs: number[], heldBy: ReadonlyMap<number, number>): number[] =>
  costs.map((_cost, at) => [...heldBy].reduce((sum, [payable, members]) => (payable > at ? sum + members : sum), 0));
