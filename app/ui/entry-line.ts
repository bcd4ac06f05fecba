import type { EntryFilter, EntryKind } from "#app/domain/points/entry.ts";
import type { Why } from "#app/domain/points/why.ts";
import type { Formats } from "./formats.ts";

/** What an entry of the ledger is called in lists. */
export const ENTRY_NAMES = {
  earn_pending: "Earned",
  earn_released: "Released",
  earn_cancelled: "Pending points cancelled",
  redeem: "Spent",
  redeem_returned: "Returned",
  reverse: "Taken back",
  reverse_waived: "Not taken back",
  expire: "Expired",
  adjust: "Adjusted",
  import: "Imported",
  merge_in: "Came with a merged customer",
  merge_out: "Went with a merged customer",
} as const satisfies Record<EntryKind, string>;

/** What a list of entries can be narrowed to, in words. */
export const ENTRY_FILTER_NAMES: Record<EntryFilter, string> = { ...ENTRY_NAMES, earned: "Earned", earn_pending: "Earned, pending at first", earn_released: "Released, or earned at once" };

/** "+120" or "−40", with U+2212; zero has no sign. */
export const signedPoints = (points: number, formats: Formats): string => `${points > 0 ? "+" : points < 0 ? "−" : ""}${formats.whole(Math.abs(points))}`;

type NamedEntry = { kind: EntryKind; points: number; why: Pick<Why, "kind"> };

/** An entry in one short line: "+120 points · Earned", by the merchant's name for points. What adds nothing carries no sign: points that were not taken back, and pending ones that can be spent from now on. */
export function entryLine({ kind, points, why }: NamedEntry, formats: Formats): string {
  const isRelease = why.kind === "released";
  // What never waited is booked like a release, and added when it was earned.
  const name = kind === "earn_released" && !isRelease ? ENTRY_NAMES.earn_pending : ENTRY_NAMES[kind];
  const amount = kind === "reverse_waived" || isRelease ? formats.whole(points) : signedPoints(points, formats);
  return `${amount} ${Math.abs(points) === 1 ? formats.pointsName.one : formats.pointsName.other} · ${name}`;
}
