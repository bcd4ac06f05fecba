import { HOLDOUT_PERCENT_MAX } from "#app/domain/holdout/holdout-share.ts";
import type { Formats } from "#app/ui/formats.ts";
import { wholeNumber } from "#app/ui/plain-number.ts";

/** What a share means, as it is typed; undefined for what is no share. */
export function shareSentence(typed: string): string | undefined {
  const percent = wholeNumber(typed);
  if (!(percent >= 0 && percent <= HOLDOUT_PERCENT_MAX)) return undefined;
  if (percent === 0) return "Everybody gets them. Then nobody can tell whether they help.";
  return `About ${percent} of 100 customers get none of them. What these buy shows what would have happened without.`;
}

/** Since when the share is what it is. */
export const sinceSentence = ({ percent, since }: { percent: number; since: string | null }, formats: Formats): string =>
  since ? `${percent}% since ${formats.day(since)}.` : `${percent}% since Thrice was installed.`;

/** How many were decided about so far. */
export function armsSentence({ treated, heldOut, leftOut }: { treated: number; heldOut: number; leftOut: number }, formats: Formats): string {
  if (treated + heldOut + leftOut === 0) return "Nobody was decided about yet. That happens right before somebody would get one of these for the first time.";
  const merged = leftOut === 0 ? "" : ` ${formats.counted(leftOut, "customer", "customers")} merged from both groups ${leftOut === 1 ? "is" : "are"} not measured.`;
  return `So far ${formats.counted(treated, "customer gets", "customers get")} them and ${formats.counted(heldOut, "does", "do")} not.${merged}`;
}
