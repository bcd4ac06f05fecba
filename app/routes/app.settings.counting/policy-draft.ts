import { decimalsOf, toDecimal, toMinor } from "#app/domain/money.ts";
import { type CountingPolicy, countingPolicyForm } from "#app/domain/scoring/counting-policy.ts";
import { storableText } from "#app/domain/storable-text.ts";

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
  const amount = readAmount(draft.minimumOrder, currency);
  const parsed = countingPolicyForm.safeParse({
    countFrom: draft.countFrom,
    minimumOrderMinor: amount.minor,
    excludedTags: wordsOf(draft.excludedTags),
    excludedSources: wordsOf(draft.excludedSources),
    mergeSameDay: draft.mergeSameDay === "yes",
    loyalAt: wholeNumberOf(draft.loyalAt),
    championAt: wholeNumberOf(draft.championAt),
  });
  if (parsed.success) return { outcome: "valid", policy: parsed.data };
  const fields: FieldErrors = amount.fault === undefined ? {} : { minimumOrderMinor: amount.fault };
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

const wordsOf = (text: string) => storableText(text).split(",").map((word) => word.trim()).filter(Boolean);

const wholeNumberOf = (text: string) => (/^\d{1,15}$/.test(text.trim()) ? Number(text.trim()) : undefined);

type Amount = { minor: number; fault?: undefined } | { minor: undefined; fault: string | undefined };

/** Minor units of an amount as typed, nothing typed being 0. Digits beyond the currency's own are refused rather than rounded, and a comma is not guessed at. */
function readAmount(typed: string, currency: string): Amount {
  const text = typed.trim() || "0";
  const decimals = decimalsOf(currency);
  const example = toDecimal(15 * 10 ** decimals + (decimals === 0 ? 0 : 5 * 10 ** (decimals - 1)), currency);
  const fault = (words?: string): Amount => ({ minor: undefined, fault: words });
  if (/^[\d.,]*\d,\d[\d.,]*$/.test(text)) return fault(`Write the amount without a comma, such as ${example}.`);
  if ((/^-?\d+\.(\d+)$/.exec(text)?.[1]?.length ?? 0) > decimals) return fault(`An amount in ${currency} has ${decimals === 0 ? "no" : `at most ${decimals}`} digits after the point, such as ${example}.`);
  if (/^\d{16,}(\.\d*)?$/.test(text)) return fault("The smallest order is too large.");
  try {
    return { minor: toMinor(text, currency) };
  } catch {
    return fault();
  }
}
