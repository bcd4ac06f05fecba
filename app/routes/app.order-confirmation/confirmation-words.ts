import type { ConfirmationWay } from "#app/domain/confirmation/confirmation-rules.ts";
import type { CodePoolState } from "#app/queries/code-pool.server.ts";
import type { CodeSums, GivenCode } from "#app/queries/confirmation-page.server.ts";
import type { Formats } from "#app/ui/formats.ts";

/** What became of a code, as a word or two. */
export const STATE_WORDS: Record<GivenCode["state"], { text: string; tone?: "success" | "attention" | "info" | "critical" }> = {
  making: { text: "Being made", tone: "info" },
  ready: { text: "Not used yet" },
  used: { text: "Used", tone: "success" },
  ended: { text: "Ended unused" },
  revoking: { text: "Being taken back", tone: "info" },
  revoked: { text: "Taken back" },
  refused: { text: "Refused by Shopify", tone: "critical" },
};

/** Whether orders carry their code. Of the link that is not known before a test mail has proven it; the blocks show codes all the same. */
export function badgeOf({ way, isAccessMissing, linkCheckedAt }: { way: ConfirmationWay; isAccessMissing: boolean; linkCheckedAt: string | null }): { text: string; tone: "success" | "attention" | "info" } {
  if (way === "off") return { text: "Off", tone: "info" };
  if (isAccessMissing) return { text: "Needs access", tone: "attention" };
  if (way === "link" && linkCheckedAt === null) return { text: "Link not tested", tone: "attention" };
  return { text: "Working", tone: "success" };
}

/** "312 given, 41 used. The orders with them came to £1,870.00, after £187.00 off." */
export function sumsSentence({ given, used, open, revenueMinor, costMinor }: CodeSums, { whole, money }: Formats): string {
  if (given === 0) return "No code has been given yet.";
  if (used === 0) return `${whole(given)} given, ${whole(open)} of them can still be used. Nobody has used one yet.`;
  return `${whole(given)} given, ${whole(used)} used, ${whole(open)} can still be used. The orders with them came to ${money(revenueMinor)}, after ${money(costMinor)} off.`;
}

/** What is left of the month, or that there is no limit. Printed codes are given whatever the budget says. */
export function budgetSentence({ budgetMinor, spentMinor, isPrinting }: { budgetMinor: number | null; spentMinor: number; isPrinting: boolean }, { money }: Formats): string {
  if (isPrinting) return `The budget does not hold for printed codes. Codes of this month cost ${money(spentMinor)} so far.`;
  if (budgetMinor === null) return `No limit. Codes of this month cost or may cost ${money(spentMinor)}.`;
  const left = Math.max(0, budgetMinor - spentMinor);
  return `${money(spentMinor)} of ${money(budgetMinor)} is used or set aside this month${left === 0 ? "; no more codes are given until the next one" : ""}.`;
}

/** "2,640 codes ready, enough for 9 days; last self-test 3 days ago." */
export function poolSentence({ ready, planned, enoughDays, checkedDaysAgo }: CodePoolState, { whole, days }: Formats): string {
  const test = checkedDaysAgo === null ? "not tested yet" : checkedDaysAgo === 0 ? "last self-test today" : `last self-test ${days(checkedDaysAgo)} ago`;
  const enough = enoughDays === null ? "" : enoughDays > 365 ? ", enough for more than a year" : `, enough for ${days(enoughDays)}`;
  return `${whole(ready)} codes ready${enough}${planned > 0 ? `, ${whole(planned)} being made` : ""}; ${test}.`;
}
