import type { ProgramReach } from "#app/queries/program-reach.server.ts";
import type { Formats } from "#app/ui/formats.ts";
import type { Card } from "../app._index/card.ts";

const COUNTING = "Counting members…";

/** "214 members would be in it under this draft, 190 are in it now." */
export function tierReachWords(tierId: string, { reach, hasProgram, formats }: { reach: Card<ProgramReach> | undefined; hasProgram: boolean; formats: Formats }): string | undefined {
  if (!reach) return COUNTING;
  if (reach.outcome === "failed") return undefined;
  const wouldBe = reach.value.wouldBe[tierId];
  if (wouldBe === undefined) return undefined;
  const now = reach.value.members[tierId] ?? 0;
  return `${formats.counted(wouldBe, "member", "members")} would be in it under this draft${hasProgram ? `, ${formats.whole(now)} ${now === 1 ? "is" : "are"} in it now` : ""}.`;
}

/** By what the reward costs at least: "In reach for 612 customers, and for 1,300 more once they sign in." */
export function rewardReachWords(costPoints: string, { reach, formats }: { reach: Card<ProgramReach> | undefined; formats: Formats }): string | undefined {
  if (!reach) return COUNTING;
  const counts = reach.outcome === "ready" ? reach.value.rewards[costPoints.trim()] : undefined;
  if (!counts) return undefined;
  const { claimed, waiting } = counts;
  return `In reach for ${formats.counted(claimed, "customer", "customers")}${waiting > 0 ? `, and for ${formats.whole(waiting)} more once they sign in` : ""}.`;
}

/** Of what the numbers are, and since when. */
export function reachNote({ asOf, since }: ProgramReach, { formats, list }: { formats: Formats; list: "tiers" | "rewards" }): string {
  if (list === "rewards") return `By what customers could spend on ${formats.dayTime(asOf)}.`;
  return `Of all members, on ${formats.dayTime(asOf)}, by ${since === null ? "all their time with you" : `what counts since ${formats.day(since)}`}.`;
}
