import { decimalsOf, toMinor } from "#app/domain/money.ts";
import { type CountingPolicy, countingPolicyForm } from "#app/domain/scoring/counting-policy.ts";

/** The counting policy as it stands in the form: text as typed. Tags and channels are separated by commas; the amount is in whole units of the currency. */
export type PolicyDraft = {
  countFrom: string;
  minimumOrder: string;
  excludedTags: string;
  excludedSources: string;
  mergeSameDay: string;
  loyalAt: string;
  championAt: string;
};

export type PolicyField = keyof CountingPolicy;
export type FieldErrors = Partial<Record<PolicyField, string>>;

export type DraftOutcome = { outcome: "valid"; policy: CountingPolicy } | { outcome: "invalid"; fields: FieldErrors };

/** The form's text for a policy. */
export function draftOf(policy: CountingPolicy, currency: string): PolicyDraft {
  return {
    countFrom: policy.countFrom,
    minimumOrder: (policy.minimumOrderMinor / 10 ** decimalsOf(currency)).toFixed(policy.minimumOrderMinor === 0 ? 0 : decimalsOf(currency)),
    excludedTags: policy.excludedTags.join(", "),
    excludedSources: policy.excludedSources.join(", "),
    mergeSameDay: policy.mergeSameDay ? "yes" : "no",
    loyalAt: String(policy.loyalAt),
    championAt: String(policy.championAt),
  };
}

/** The policy that a draft means, or what is wrong with each field, in words to stand beside it. The same in the browser and on the server. */
export function readDraft(draft: PolicyDraft, currency: string): DraftOutcome {
  const parsed = countingPolicyForm.safeParse({
    countFrom: draft.countFrom,
    minimumOrderMinor: amountOf(draft.minimumOrder, currency),
    excludedTags: wordsOf(draft.excludedTags),
    excludedSources: wordsOf(draft.excludedSources),
    mergeSameDay: draft.mergeSameDay === "yes",
    loyalAt: wholeNumberOf(draft.loyalAt),
    championAt: wholeNumberOf(draft.championAt),
  });
  if (parsed.success) return { outcome: "valid", policy: parsed.data };
  const fields: FieldErrors = {};
  for (const issue of parsed.error.issues) fields[issue.path[0] as PolicyField] ??= issue.message;
  return { outcome: "invalid", fields };
}

/** The draft in a submitted form or an address; what is absent is empty. */
export function draftIn(values: FormData | URLSearchParams): PolicyDraft {
  const text = (name: keyof PolicyDraft) => {
    const value = values.get(name);
    return typeof value === "string" ? value : "";
  };
  return {
    countFrom: text("countFrom"),
    minimumOrder: text("minimumOrder"),
    excludedTags: text("excludedTags"),
    excludedSources: text("excludedSources"),
    mergeSameDay: text("mergeSameDay"),
    loyalAt: text("loyalAt"),
    championAt: text("championAt"),
  };
}

const wordsOf = (text: string) => text.split(",").map((word) => word.trim()).filter(Boolean);

const wholeNumberOf = (text: string) => (/^\d{1,6}$/.test(text.trim()) ? Number(text.trim()) : undefined);

function amountOf(text: string, currency: string): number | undefined {
  try {
    return toMinor(text.trim() || "0", currency);
  } catch {
    return undefined;
  }
}
