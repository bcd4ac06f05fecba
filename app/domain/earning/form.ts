/** What a field of a rule or condition is, so that a form can be drawn from it; the schema checks what is entered. */
export type FieldInput = "points" | "money" | "whole_number" | "yes_no" | "text" | "text_list" | "product_list" | "collection_list" | "tier_list" | "stage_list" | "instant" | "choice" | "reward";

export interface FormField {
  name: string;
  label: string;
  input: FieldInput;
  /** What may be chosen, for "choice" and "stage_list". */
  choices?: { value: string; label: string }[];
  helpText?: string;
}

/** How readers see numbers and names; the page brings its own formats. */
export interface Wording {
  points: (points: number) => string;
  money: (minor: number) => string;
  tier: (tierId: string) => string;
  /** The day of an instant in the shop's zone. */
  day: (at: string) => string;
}

/** A rule or condition as a form: what it is called, its fields in order, and what it says once filled in. */
export interface FormDescription<Value> {
  label: string;
  fields: FormField[];
  sentence: (value: Value, wording: Wording) => string;
}

/** "a", "a or b", "a, b or c" */
export const orList = (words: string[]): string => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)!}`);
