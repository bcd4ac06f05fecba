import type { FieldInput } from "#app/domain/earning/form.ts";
import { decimalsOf } from "#app/domain/money.ts";
import { localDay, startOfDay } from "#app/domain/time.ts";
import { plainNumber, typedMinor, wholeNumber } from "#app/ui/plain-number.ts";

/** What a form may ask for: the inputs of rules, numbers with decimals, one reward of the program, one product or variant of the shop. */
export type FormInput = FieldInput | "decimal" | "product" | "variant";

/** A field of a form; `name` is its place inside of what is edited, with dots ("perks.multiplier"). */
export type Field = { name: string; label: string; input: FormInput; choices?: { value: string; label: string }[]; helpText?: string };

/** One rule, condition, gift, tier or reward as it stands in the form: text as typed, by the name of the field. */
export type ItemDraft = { kind: string; values: Record<string, string>; conditions: ItemDraft[] };

/** What texts of a form depend on; `tierBasis` says whether tiers start at an amount or at a number. */
export type Place = { currency: string; timeZone: string; tierBasis?: string };

const LISTS: readonly FormInput[] = ["text_list", "product_list", "collection_list", "tier_list", "stage_list"];

/** The words of a list: separated by commas, blanks around them dropped. */
export const wordsOf = (text: string): string[] => text.split(",").map((word) => word.trim()).filter(Boolean);

/** The form's text for a stored value. Money is in whole units of the currency, instants are days of the shop. */
export function textOf(input: FormInput, value: unknown, { currency, timeZone }: Place): string {
  if (value === null || value === undefined) return "";
  if (input === "yes_no") return value === true ? "yes" : "no";
  if (input === "money") return amountText(Number(value), currency);
  if (input === "instant") return localDay(new Date(String(value)), timeZone);
  return LISTS.includes(input) ? (value as string[]).join(", ") : String(value);
}

/** What a text means; undefined where nothing was entered. What can't be read stays as it was typed, so that the program's own check refuses it instead of taking its default. */
export function valueOf(input: FormInput, text: string, { currency, timeZone }: Place): unknown {
  const typed = text.trim();
  if (input === "yes_no") return typed === "yes";
  if (LISTS.includes(input)) return wordsOf(typed);
  if (typed === "") return undefined;
  if (input === "money") return typedMinor(typed, currency) ?? typed;
  if (input === "instant") return /^\d{4}-\d\d-\d\d$/.test(typed) && !Number.isNaN(Date.parse(`${typed}T00:00:00Z`)) ? startOfDay(typed, timeZone).toISOString() : typed;
  if (input === "points" || input === "whole_number") return wholeOf(typed) ?? typed;
  return input === "decimal" ? (numberOf(typed) ?? typed) : typed;
}

/** "12.50" for 1250 pence; parts of a minor unit keep their digits ("0.005"). */
export function amountText(minor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const text = (minor / 10 ** decimals).toFixed(decimals);
  return Number.isInteger(minor) ? text : String(Number((minor / 10 ** decimals).toFixed(decimals + 6)));
}

/** A whole number; undefined for anything else, also for "1.000", which is a thousand for some and one for others. */
export function wholeOf(text: string): number | undefined {
  const number = wholeNumber(text);
  return Number.isNaN(number) ? undefined : number;
}

/** A decimal number; undefined for anything else, also for "1e3". */
export function numberOf(text: string): number | undefined {
  const plain = plainNumber(text);
  return /^[+-]?\d{1,12}(\.\d{1,6})?$/.test(plain) ? Number(plain) : undefined;
}
