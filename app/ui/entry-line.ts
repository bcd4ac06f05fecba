import type { EntryFilter, EntryKind } from "#app/domain/points/entry.ts";
import type { Formats } from "./formats.ts";

/** What an entry of the ledger is called in lists and filters. */
export const ENTRY_NAMES = {
  earn_pending: "Earned, pending",
  earn_released: "Earned",
  earn_cancelled: "Pending points cancelled",
  redeem: "Spent",
  redeem_returned: "Returned",
  reverse: "Taken back",
  reverse_waived: "Not taken back",
  expire: "Expired",
  adjust: "Adjusted by hand",
  import: "Imported",
  merge_in: "Came with a merged customer",
  merge_out: "Went with a merged customer",
} as const satisfies Record<EntryKind, string>;

/** What a list of entries can be narrowed to, in words. */
export const ENTRY_FILTER_NAMES: Record<EntryFilter, string> = { earned: "Everything earned", ...ENTRY_NAMES };

/** "+120" or "−40", with U+2212; zero has no sign. */
export const signedPoints = (points: number, formats: Formats): string => `${points > 0 ? "+" : points < 0 ? "−" : ""}${formats.whole(Math.abs(points))}`;

/** An entry in one short line: "+120 points · Earned, pending", by the merchant's name for points. Points that were not taken back moved nothing and carry no sign. */
export function entryLine({ kind, points }: { kind: EntryKind; points: number }, formats: Formats): string {
  const amount = kind === "reverse_waived" ? formats.whole(points) : signedPoints(points, formats);
  return `${amount} ${Math.abs(points) === 1 ? formats.pointsName.one : formats.pointsName.other} · ${ENTRY_NAMES[kind]}`;
}
