import { storableText } from "#app/domain/storable-text.ts";

/** The form that leaves a customer out of earning: text as typed. */
export type ExcludeForm = { kind: string; reason: string };

export type ExclusionKind = "blocked" | "excluded_staff";

export type ExcludeRead = { outcome: "valid"; kind: ExclusionKind; reason: string } | { outcome: "invalid"; reason: string };

export const EXCLUSION_KINDS = [
  { value: "blocked", label: "Blocked" },
  { value: "excluded_staff", label: "Belongs to the shop’s staff" },
] as const satisfies readonly { value: ExclusionKind; label: string }[];

const REASON_MAX = 500;

/** What the form means, or what is wrong with its reason. An unknown kind is a block. */
export function readExcludeForm({ kind, reason }: ExcludeForm): ExcludeRead {
  const text = storableText(reason).trim();
  if (!text) return { outcome: "invalid", reason: "Enter a reason. Your colleagues read it here." };
  if (text.length > REASON_MAX) return { outcome: "invalid", reason: `A reason has at most ${REASON_MAX} letters.` };
  return { outcome: "valid", kind: kind === "excluded_staff" ? kind : "blocked", reason: text };
}
