import { EMPTY_PROGRAM } from "../app.program.$tab/program-draft.ts";
import type { Program } from "#app/domain/program/program.ts";
import type { Formats } from "#app/ui/formats.ts";
import type { ItemList } from "../app.program.$tab/item-draft.ts";
import { itemWords, wordingOf } from "../app.program.$tab/item-sentence.ts";

/** What publishing would change, one sentence each; empty where both say the same. Without a version in force everything is new. */
export function programChanges(live: Program | null, draft: Program, formats: Formats): string[] {
  const before = live ?? EMPTY_PROGRAM;
  return [
    ...listChanges({ list: "earnRules", one: "rule", before, draft }, formats),
    ...multiplierChange(before, draft, live !== null),
    ...listChanges({ list: "nthOrderActions", one: "gift", before, draft }, formats),
    ...listChanges({ list: "tiers", one: "tier", before, draft }, formats),
    ...listChanges({ list: "rewards", one: "reward", before, draft }, formats),
    ...settingChanges(before, draft, { formats, hasLive: live !== null }),
  ];
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

type Compared = { list: ItemList; one: string; before: Program; draft: Program };

function listChanges({ list, one, before, draft }: Compared, formats: Formats): string[] {
  // Rules and gifts have no name but the short one; what their kind is called would not tell two of a kind apart.
  const isKnownByShortName = list === "earnRules" || list === "nthOrderActions";
  const say = (program: Program, item: { id: string }) => {
    const words = itemWords(list, item, wordingOf({ tiers: program.tiers, basis: program.tierQualification.basis, pointsName: program.pointsName }, formats));
    return [isKnownByShortName ? item.id : (words?.label ?? item.id), [words?.sentence, ...(words?.conditions ?? [])].filter(Boolean).join(", ")] as const;
  };
  const had = new Map<string, { id: string }>(before[list].map((item) => [item.id, item]));
  const has = new Set<string>(draft[list].map(({ id }) => id));
  const added = draft[list].filter(({ id }) => !had.has(id)).map((item) => { const [label, words] = say(draft, item); return `New ${one} “${label}”: ${words}.`; });
  const changed = draft[list].flatMap((item) => {
    const old = had.get(item.id);
    if (!old || isSame(old, item)) return [];
    const [[label, words], [, wordsBefore]] = [say(draft, item), say(before, old)];
    return [words === wordsBefore ? `Changed ${one} “${label}”.` : `Changed ${one} “${label}”: ${words} (before: ${wordsBefore}).`];
  });
  const removed = before[list].filter(({ id }) => !has.has(id)).map((item) => `Removed ${one} “${say(before, item)[0]}”.`);
  return [...added, ...changed, ...removed];
}

/** What publishing makes of what is owed now: the books count every point at the new value at once. Undefined where nothing is owed, or its value stays. */
export function owedChange({ owedPoints, at, before, draft }: { owedPoints: number; at: string; before: Pick<Program, "valuePerPointMinor"> | null; draft: Pick<Program, "valuePerPointMinor"> }, { points, money, recent }: Pick<Formats, "points" | "money" | "recent">): string | undefined {
  if (!before || owedPoints <= 0 || before.valuePerPointMinor === draft.valuePerPointMinor) return undefined;
  const worth = (valueMinor: number) => money(Math.round(owedPoints * valueMinor));
  return `What you owe for ${points(owedPoints)} goes from ${worth(before.valuePerPointMinor)} to ${worth(draft.valuePerPointMinor)} in your books, as of ${recent(at, at)}.`;
}

// Before the first version there is no value that anybody knew.
const beforeWords = (hasLive: boolean, words: string): string => (hasLive ? ` (before: ${words})` : "");

function multiplierChange({ nthOrderMultipliers: before }: Program, { nthOrderMultipliers: draft }: Program, hasLive: boolean): string[] {
  const words = (list: number[]) => (list.length === 0 ? "none" : list.map((multiplier) => `×${multiplier}`).join(", "));
  return isSame(before, draft) ? [] : [`Multipliers by order number: ${words(draft)}${beforeWords(hasLive, words(before))}.`];
}

const REFUND_WORDS = { clamp_to_zero: "are not taken back", allow_negative: "become a debt" } as const;
const TIER_BASIS_WORDS = { spend: "the amount spent", orders: "counted orders" } as const;
const WINDOW_WORDS = { lifetime: "of all time", calendar_year: "in the calendar year", rolling_year: "in the last 12 months" } as const;
const BASIS_WORDS = { with_tax: "as the shopper saw them", without_tax: "without tax" } as const;

function settingChanges(before: Program, draft: Program, { formats, hasLive }: { formats: Formats; hasLive: boolean }): string[] {
  const { pointsTitle, pointsName: { other: points } } = formats;
  const change = <Value>(read: (program: Program) => Value, say: (value: Value, before: Value) => string): string[] => (isSame(read(before), read(draft)) ? [] : [say(read(draft), read(before))]);
  const hundred = (minor: number) => formats.money(Math.round(minor * 100));
  return [
    ...change(({ pendingDays, pendingFrom }) => ({ pendingDays, pendingFrom }), (pending, was) => `${pendingWords(pending, formats)}${beforeWords(hasLive, pendingDaysWords(was, formats))}.`),
    ...change((it) => it.refundPolicy, (policy) => `After a refund, ${points} that were spent already ${REFUND_WORDS[policy]}.`),
    ...change((it) => it.amountBasis, (basis) => `${pointsTitle} are earned on prices ${BASIS_WORDS[basis]}.`),
    ...change((it) => it.excludedCustomerTags, (tags) => (tags.length === 0 ? "No tag keeps customers from earning." : `Customers with these tags earn nothing: ${tags.join(", ")}.`)),
    ...change((it) => it.tierQualification, ({ basis, window, graceDays }) => `Tiers are decided by ${basis === "points" ? `${points} earned` : TIER_BASIS_WORDS[basis]} ${WINDOW_WORDS[window]}${graceDays > 0 ? `, and kept ${formats.days(graceDays)} after falling below` : ""}.`),
    ...change((it) => it.pointsName, ({ other }) => `Points are called “${other}”.`),
    ...change((it) => it.valuePerPointMinor, (minor, was) => `100 ${points} are worth ${hundred(minor)} in your books${beforeWords(hasLive, hundred(was))}.`),
    ...change((it) => it.expiry, (expiry) => expirySentence(expiry, pointsTitle)),
  ];
}

type Pending = Pick<Program, "pendingDays" | "pendingFrom">;

const pendingWords = (pending: Pending, formats: Formats): string =>
  pending.pendingDays === 0 ? `${formats.pointsTitle} can be spent as soon as the order is paid` : `${formats.pointsTitle} are pending for ${pendingDaysWords(pending, formats)}`;

const pendingDaysWords = ({ pendingDays, pendingFrom }: Pending, { days }: Formats): string =>
  pendingDays === 0 ? "none" : `${days(pendingDays)}${pendingFrom === "fulfillment" ? " from the last fulfillment of the order" : ""}`;

function expirySentence(expiry: Program["expiry"], points: string): string {
  switch (expiry.kind) {
    case "none":
      return `${points} never end.`;
    case "fixed":
      return `${points} end ${monthsWords(expiry.months)} after they were earned. ${points} that exist keep the rule that they were earned under.`;
    case "rolling":
      return `${points} end ${monthsWords(expiry.months)} after the last order or reward. ${points} that exist keep the rule that they were earned under.`;
  }
}

const monthsWords = (months: number): string => (months === 1 ? "1 month" : `${months} months`);
