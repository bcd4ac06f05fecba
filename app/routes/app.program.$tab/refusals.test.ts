import { describe, expect, it } from "vitest";
import { CONDITION_FORMS } from "#app/domain/earning/conditions/earn-condition.ts";
import { RULE_FORMS } from "#app/domain/earning/earn-rule.ts";
import { fieldsOf, type ItemList } from "./item-draft.ts";
import { EMPTY_PROGRAM, type ProgramDraft, programDraftOf, readProgramDraft } from "./program-draft.ts";
import { REWARD_FIELDS } from "./reward-fields.ts";

const place = { currency: "GBP", timeZone: "Europe/London" };
const BLANK = programDraftOf(EMPTY_PROGRAM, place);
const NONSENSE = ["", "0", "-1", "1.5", "x", "=1+1", "9".repeat(13), "99999999999", "y".repeat(5_000), "a,b", "2026-13-40", `${"tag,".repeat(300)}`];

/** What the schema's own library says when nobody gave it words. */
const MACHINE = /invalid|too (small|big)|expected|received|NaN|undefined|nan\b/i;

const KINDS: [ItemList | "conditions", string][] = [
  ...Object.keys(RULE_FORMS).map((kind): [ItemList, string] => ["earnRules", kind]),
  ...Object.keys(CONDITION_FORMS).map((kind): ["conditions", string] => ["conditions", kind]),
  ["nthOrderActions", ""],
  ["tiers", ""],
  ...Object.keys(REWARD_FIELDS).map((kind): [ItemList, string] => ["rewards", kind]),
];

function draftWith(list: ItemList | "conditions", kind: string, values: Record<string, string>): ProgramDraft {
  const item = { kind, values, conditions: [] };
  if (list !== "conditions") return { ...BLANK, [list]: [item] };
  return { ...BLANK, earnRules: [{ kind: "order", values: { id: "order", points: "1" }, conditions: [item] }] };
}

const errorsOf = (draft: ProgramDraft): Record<string, string> => {
  const read = readProgramDraft(draft, place);
  return read.outcome === "invalid" ? read.errors : {};
};

describe("what a form refuses, it refuses in words for a merchant, beside a field", () => {
  it.each(KINDS)("%s %s", (list, kind) => {
    const fields = fieldsOf(list, kind);
    // Where something is chosen from a list, nothing else can be entered.
    const typed = fields.filter(({ input }) => !["choice", "stage_list", "yes_no"].includes(input));
    const right = Object.fromEntries(fields.map(({ name, input, choices }) => [name, input === "instant" ? "" : (choices?.[0]?.value ?? "1")]));
    const refused = NONSENSE.flatMap((text) => typed.map(({ name }) => errorsOf(draftWith(list, kind, { ...right, [name]: text }))));
    const messages = refused.flatMap((errors) => Object.entries(errors));
    expect(messages.filter(([, message]) => MACHINE.test(message))).toEqual([]);
    const at = list === "conditions" ? "earnRules.0.conditions.0" : `${list}.0`;
    const shown = (path: string) => fields.some(({ name }) => path === `${at}.${name}` || path.startsWith(`${at}.${name}.`));
    expect(messages.map(([path]) => path).filter((path) => path.startsWith(at) && !shown(path))).toEqual([]);
  });

  it("settings and multipliers", () => {
    const settings = Object.keys(BLANK.settings).filter((name) => !["refundPolicy", "amountBasis", "tierBasis", "tierWindow"].includes(name));
    const messages = NONSENSE.flatMap((text) => [
      ...settings.flatMap((name) => Object.values(errorsOf({ ...BLANK, settings: { ...BLANK.settings, [name]: text } }))),
      ...Object.values(errorsOf({ ...BLANK, multipliers: [text] })),
    ]);
    expect(messages.filter((message) => MACHINE.test(message))).toEqual([]);
    expect(messages.length).toBeGreaterThan(20);
  });

  it("too many of anything", () => {
    const many = <Item,>(item: Item, count: number): Item[] => Array.from({ length: count }, () => item);
    const rule = { kind: "order", values: { id: "a", points: "1" }, conditions: [] };
    const drafts: ProgramDraft[] = [
      { ...BLANK, multipliers: many("1", 51) },
      { ...BLANK, nthOrderActions: many({ kind: "", values: { id: "a", n: "1", gift: "A card" }, conditions: [] }, 21) },
      { ...BLANK, earnRules: many(rule, 51) },
      { ...BLANK, earnRules: [{ ...rule, conditions: many({ kind: "minimum_spend", values: { amountMinor: "1" }, conditions: [] }, 11) }] },
    ];
    const messages = drafts.map((draft) => Object.values(errorsOf(draft)));
    expect(messages.flat().filter((message) => MACHINE.test(message))).toEqual([]);
    expect(messages.every((all) => all.length > 0)).toBe(true);
  });
});
