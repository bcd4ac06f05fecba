import { hash } from "node:crypto";
import type { ProgramVersion } from "#app/domain/program/program.ts";
import { memberSummaryOf, type SummaryDay } from "#app/domain/summary/member-summary.ts";
import type { DirtySummary } from "#app/store/member-summaries.server.ts";

/** A member with the text that Shopify is to hold, and its hash. */
export interface PreparedSummary extends DirtySummary {
  text: string;
  textHash: string;
}

/** The text that Shopify is to hold of a member, with its hash, to know without keeping it whether Shopify has it. */
export function prepareSummary(member: DirtySummary, version: ProgramVersion, day: SummaryDay): PreparedSummary {
  const text = JSON.stringify(memberSummaryOf(member, version, day));
  return { ...member, text, textHash: hash("sha1", text, "base64url") };
}

/** Whether Shopify holds another text, or will when the bulk operation under way is done. */
export const needsWriting = ({ isGone, textHash, pushedHash, sentHash }: PreparedSummary): boolean => !isGone && textHash !== (sentHash ?? pushedHash);
