import type { Formats } from "#app/ui/formats.ts";
import type { LiabilityLine } from "./liability-range.ts";
import { lastDayOf } from "./liability-range.ts";

/** What a point is worth and where that number comes from; null before the first program. */
export type PointValue = { valuePerPointMinor: number; currency: string; rewardName: string | null } | null;

/** So many points are named that their value is a whole number of minor units. */
const NAMED_POINTS = [1, 100, 10_000, 1_000_000];

/** "at £0.01 each (from “Five off”)", "at £0.50 for 100 (set in your program)". */
export function valueWords({ valuePerPointMinor, currency, rewardName }: NonNullable<PointValue>, formats: Formats): string {
  const isWhole = (points: number) => Math.abs(valuePerPointMinor * points - Math.round(valuePerPointMinor * points)) < 1e-6;
  const named = NAMED_POINTS.find(isWhole) ?? 1_000_000;
  const amount = formats.money(Math.round(valuePerPointMinor * named), currency);
  return `at ${amount} ${named === 1 ? "each" : `for ${formats.whole(named)}`} (${rewardName === null ? "set in your program" : `from “${rewardName}”`})`;
}

/** Which entries of Activity a figure of the equation is made of. */
const ACTIVITY_KINDS = { earned: "earned", adjusted: "adjust", imported: "import", redeemed: "redeem", returned: "redeem_returned", expired: "expire", reversed: "reverse" } as const;

export type Flow = keyof typeof ACTIVITY_KINDS;

/** The address in Activity of what a figure of a day or month is made of. */
export function activityUrl(flow: Flow, { period }: Pick<LiabilityLine, "period">): string {
  const isMonth = period.length === 7;
  const search = new URLSearchParams({ kind: ACTIVITY_KINDS[flow], from: isMonth ? `${period}-01` : period, to: isMonth ? lastDayOf(period) : period });
  return `/app/activity?${search.toString()}`;
}
