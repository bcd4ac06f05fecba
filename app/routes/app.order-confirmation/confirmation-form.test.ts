import { describe, expect, it } from "vitest";
import { confirmationRules } from "#app/domain/confirmation/confirmation-rules.ts";
import { formOf, readForm, settingsOf, type ConfirmationForm } from "./confirmation-form.ts";

const usual = confirmationRules.parse({});
const form = (changes: Partial<ConfirmationForm> = {}): ConfirmationForm => ({ ...formOf("link", usual, "GBP"), ...changes });
const rulesOf = (changes: Partial<ConfirmationForm>, currency = "GBP") => (settingsOf(form(changes), currency) as { rules: Record<string, unknown> }).rules;

describe("the form of the rules", () => {
  it("means what was saved, unchanged", () => {
    const rules = confirmationRules.parse({ grant: { kind: "amount_off", amountMinor: 550 }, minimumOrderMinor: 2_000, monthlyBudgetMinor: 20_000, combinesWith: { shippingDiscounts: true } });
    expect(confirmationRules.parse((settingsOf(formOf("blocks", rules, "GBP"), "GBP") as { rules: unknown }).rules)).toEqual(rules);
  });

  it("reads money in whole units of the currency, and leaves digits that there are not", () => {
    expect(rulesOf({ grant: { kind: "amount_off", value: "5.50" } })).toMatchObject({ grant: { amountMinor: 550 } });
    expect(rulesOf({ grant: { kind: "amount_off", value: "5000" } }, "JPY")).toMatchObject({ grant: { amountMinor: 5_000 } });
    expect(rulesOf({ minimum: "1,250.00" })).toMatchObject({ minimumOrderMinor: 125_000 });
    expect(rulesOf({ grant: { kind: "amount_off", value: "5.505" } })).toMatchObject({ grant: { amountMinor: "5.505" } });
    expect(rulesOf({ minimum: "12,50", budget: "0,5" })).toMatchObject({ minimumOrderMinor: 1_250, monthlyBudgetMinor: 50 });
    expect(rulesOf({ grant: { kind: "percent_off", value: "7,5" } })).toMatchObject({ grant: { percent: 7.5 } });
    expect(rulesOf({ minimum: "1.250,00" })).toMatchObject({ minimumOrderMinor: "1.250,00" });
    expect(rulesOf({ minimum: "", budget: "" })).toMatchObject({ minimumOrderMinor: 0, monthlyBudgetMinor: null });
  });

  it.each([
    [{ grant: { kind: "percent_off", value: "ten" } }, "grant.percent", "The percentage must be from 1 to 100."],
    [{ grant: { kind: "percent_off", value: "0" } }, "grant.percent", "The percentage must be from 1 to 100."],
    [{ validityDays: "" }, "validityDays", "The validity must be a number of days."],
    [{ validityDays: "1.5" }, "validityDays", "The validity must be whole days."],
    [{ validityDays: "1.000" }, "validityDays", "The validity must be a number of days."],
    [{ budget: "0" }, "monthlyBudgetMinor", "The budget must be more than nothing."],
    [{ minimum: "-5" }, "minimumOrderMinor", "The minimum order must not be negative."],
  ] as [Partial<ConfirmationForm>, string, string][])("names what is wrong in %o", (changes, path, message) => {
    const parsed = confirmationRules.safeParse(rulesOf(changes));
    expect(parsed.error?.issues.map((issue) => [issue.path.join("."), issue.message])).toEqual([[path, message]]);
  });

  it.each(["", "{", "null", "{}", '{"way":"everywhere"}'])("is nothing where %s was sent", (text) => {
    expect(readForm(text)).toBeUndefined();
  });
});
