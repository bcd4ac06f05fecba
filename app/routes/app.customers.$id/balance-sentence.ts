import type { Formats } from "#app/ui/formats.ts";
import { type AdjustForm, readAdjustForm } from "./adjust-form.ts";

// Any reason and key do: only the points matter here.
const COMPLETE = { reason: "any", key: "any-form" };

/**
 * What an adjustment would leave of the `held` points, while it is typed. Before a number is there, and when it is more than
 * can be taken, it says what is held now: nothing promises a balance that the server will refuse.
 */
export function balanceSentence(held: number, { points: typed }: Pick<AdjustForm, "points">, formats: Formats): string {
  const whole = (points: number) => formats.whole(points).replace("-", "−");
  const read = readAdjustForm({ ...COMPLETE, points: typed });
  if (read.outcome === "invalid") return `Balance now: ${whole(held)}.`;
  if (read.points < 0 && held + read.points < 0) return `Balance now: ${whole(held)}, so ${whole(-read.points)} can’t be taken.`;
  return `New balance: ${whole(held + read.points)}.`;
}
