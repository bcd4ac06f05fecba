import { decimalsOf } from "#app/domain/money.ts";
import { pointStepMinor, startingValueMinor } from "#app/domain/program/point-step.ts";
import { program, type Program } from "#app/domain/program/program.ts";
import { unmeetableConditions } from "#app/domain/program/unmeetable-rules.ts";
import { amountText, type ItemDraft, numberOf, type Place, wholeOf, wordsOf } from "./form-values.ts";
import { itemDraftOf, itemOf, type ItemList } from "./item-draft.ts";

/** A program as it stands in the form: text as typed. */
export type ProgramDraft = Record<ItemList, ItemDraft[]> & {
  settings: {
    pointsOne: string;
    pointsOther: string;
    pendingDays: string;
    pendingFrom: string;
    refundPolicy: string;
    amountBasis: string;
    valuePerPoint: string;
    excludedCustomerTags: string;
    tierBasis: string;
    tierWindow: string;
    graceDays: string;
  };
  multipliers: string[];
  expiry: { kind: Program["expiry"]["kind"]; months: string };
};

/** What is wrong, by the place in the program ("earnRules.0.points"). */
export type ProgramErrors = Record<string, string>;

export type ProgramRead = { outcome: "valid"; program: Program } | { outcome: "invalid"; errors: ProgramErrors };

export const EMPTY_PROGRAM: Program = program.parse({});

/** No rules yet, and a point worth what it is worth at the start in the shop's currency. */
export const emptyProgram = (currency: string): Program => ({ ...EMPTY_PROGRAM, valuePerPointMinor: startingValueMinor(currency) });

/** What a shop without a program may start from: a point for each step of its currency, double on the second order, triple on the third. */
export const starterProgram = (currency: string): Program =>
  program.parse({ earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: pointStepMinor(currency) }], nthOrderMultipliers: [1, 2, 3], valuePerPointMinor: startingValueMinor(currency) });

/** The form's text for a program. */
export function programDraftOf(it: Program, place: Place): ProgramDraft {
  const items = (list: ItemList) => it[list].map((item) => itemDraftOf(list, item, { ...place, tierBasis: it.tierQualification.basis }));
  return {
    earnRules: items("earnRules"),
    nthOrderActions: items("nthOrderActions"),
    tiers: items("tiers"),
    rewards: items("rewards"),
    multipliers: it.nthOrderMultipliers.map(String),
    settings: {
      pointsOne: it.pointsName.one,
      pointsOther: it.pointsName.other,
      pendingDays: String(it.pendingDays),
      pendingFrom: it.pendingFrom,
      refundPolicy: it.refundPolicy,
      amountBasis: it.amountBasis,
      valuePerPoint: amountText(it.valuePerPointMinor, place.currency),
      excludedCustomerTags: it.excludedCustomerTags.join(", "),
      tierBasis: it.tierQualification.basis,
      tierWindow: it.tierQualification.window,
      graceDays: String(it.tierQualification.graceDays),
    },
    expiry: { kind: it.expiry.kind, months: it.expiry.kind === "none" ? "" : String(it.expiry.months) },
  };
}

/** The program that a form means, unchecked: what the server is asked to keep. */
export function programIn({ settings, multipliers, expiry, ...lists }: ProgramDraft, place: Place): Record<string, unknown> {
  const items = (list: ItemList) => lists[list].map((item) => itemOf(list, item, { ...place, tierBasis: settings.tierBasis }));
  return {
    pointsName: { one: settings.pointsOne, other: settings.pointsOther },
    pendingDays: wholeOf(settings.pendingDays) ?? null,
    pendingFrom: settings.pendingFrom,
    refundPolicy: settings.refundPolicy,
    amountBasis: settings.amountBasis,
    earnRules: items("earnRules"),
    nthOrderMultipliers: multipliers.map((text) => numberOf(text) ?? null),
    nthOrderActions: items("nthOrderActions"),
    rewards: items("rewards"),
    tiers: items("tiers"),
    tierQualification: { basis: settings.tierBasis, window: settings.tierWindow, graceDays: wholeOf(settings.graceDays) ?? null },
    excludedCustomerTags: wordsOf(settings.excludedCustomerTags),
    expiry: expiry.kind === "none" ? { kind: expiry.kind } : { kind: expiry.kind, months: wholeOf(expiry.months) ?? null },
    valuePerPointMinor: valueMinor(settings.valuePerPoint, place.currency) ?? null,
  };
}

/** What a form means, or what is wrong and where; the same check in the browser and on the server. */
export function readProgramDraft(draft: ProgramDraft, place: Place): ProgramRead {
  const parsed = program.safeParse(programIn(draft, place));
  const faults = parsed.success ? unmeetableConditions(parsed.data) : parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  if (parsed.success && faults.length === 0) return { outcome: "valid", program: parsed.data };
  const errors: ProgramErrors = {};
  for (const { path, message } of faults) errors[path] ??= message;
  return { outcome: "invalid", errors };
}

/** A point may be worth a part of a minor unit: half a penny. */
function valueMinor(text: string, currency: string): number | undefined {
  const amount = numberOf(text);
  return amount === undefined ? undefined : Number((amount * 10 ** decimalsOf(currency)).toFixed(6));
}
