import { CONDITION_FORMS } from "#app/domain/earning/conditions/earn-condition.ts";
import { RULE_FORMS } from "#app/domain/earning/earn-rule.ts";
import { nthOrderActionForm } from "#app/domain/program/nth-order-action.ts";
import { REWARD_FIELDS } from "./reward-fields.ts";
import { type Field, type ItemDraft, type Place, textOf, valueOf } from "./form-values.ts";
import { TIER_FIELDS } from "./tier-fields.ts";

/** The lists of a program that are edited item by item, as the program calls them. */
export type ItemList = "earnRules" | "nthOrderActions" | "tiers" | "rewards";

const shortName = (use: string): Field => ({ name: "id", label: "Short name", input: "text", helpText: `${use} Small letters, digits and dashes.` });

const RULE_NAME = shortName("Explanations of points and lists of changes call the rule by it.");
const GIFT_NAME = shortName("Lists of changes call the gift by it.");
const API_NAME = shortName("The API calls it so.");

/** The fields of an item, the short name last: it is the least of what one comes to change. Tiers by spend start at an amount. */
export function fieldsOf(list: ItemList | "conditions", kind: string, tierBasis?: string): Field[] {
  switch (list) {
    case "earnRules":
      return [...(RULE_FORMS[kind as keyof typeof RULE_FORMS]?.fields ?? []), RULE_NAME];
    case "conditions":
      return CONDITION_FORMS[kind as keyof typeof CONDITION_FORMS]?.fields ?? [];
    case "nthOrderActions":
      return [...nthOrderActionForm.fields, GIFT_NAME];
    case "tiers":
      return [...TIER_FIELDS.map((field) => (field.name === "threshold" && tierBasis === "spend" ? { ...field, input: "money" as const } : field)), API_NAME];
    case "rewards":
      return [...(REWARD_FIELDS[kind as keyof typeof REWARD_FIELDS] ?? []), API_NAME];
  }
}

type Item = Record<string, unknown> & { kind?: string; conditions?: Item[] };

/** The form's text for an item of the program. */
export function itemDraftOf(list: ItemList | "conditions", item: Item, place: Place): ItemDraft {
  const kind = item.kind ?? "";
  const values = Object.fromEntries(fieldsOf(list, kind, place.tierBasis).map(({ name, input }) => [name, textOf(input, lookUp(item, name), place)]));
  return { kind, values, conditions: (item.conditions ?? []).map((condition) => itemDraftOf("conditions", condition, place)) };
}

/** The item that a form means, to be checked by the program's own schema. What is not in the form has its default. */
export function itemOf(list: ItemList | "conditions", { kind, values, conditions }: ItemDraft, place: Place): Item {
  const item: Item = kind ? { kind } : {};
  for (const { name, input } of fieldsOf(list, kind, place.tierBasis)) setIn(item, name, valueOf(input, values[name] ?? "", place));
  if (list === "earnRules") item.conditions = conditions.map((condition) => itemOf("conditions", condition, place));
  return item;
}

function lookUp(item: Item, name: string): unknown {
  return name.split(".").reduce<unknown>((inside, part) => (inside as Item | undefined)?.[part], item);
}

function setIn(item: Item, name: string, value: unknown): void {
  const parts = name.split(".");
  const last = parts.pop() ?? name;
  let inside: Record<string, unknown> = item;
  for (const part of parts) inside = (inside[part] ??= {}) as Record<string, unknown>;
  if (value !== undefined) inside[last] = value;
}

/** A name that no item of the list has: the wish, or the wish with the next free number. */
export function freeId(wish: string, items: ItemDraft[]): string {
  const taken = new Set(items.map(({ values }) => values["id"]));
  if (!taken.has(wish)) return wish;
  let number = 2;
  while (taken.has(`${wish}-${number}`)) number += 1;
  return `${wish}-${number}`;
}
