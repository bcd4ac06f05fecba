import { z } from "zod";
import { CONFIRMATION_WAYS, type ConfirmationRules, type ConfirmationWay } from "#app/domain/confirmation/confirmation-rules.ts";
import { toDecimal } from "#app/domain/money.ts";
import { plainNumber, typedMinor, wholeNumber } from "#app/ui/plain-number.ts";

/** The form as it stands: texts as typed, money in whole units of the currency. */
const confirmationForm = z.object({
  way: z.enum(CONFIRMATION_WAYS),
  staticCode: z.string(),
  grant: z.object({ kind: z.enum(["amount_off", "percent_off", "free_shipping"]), value: z.string() }),
  minimum: z.string(),
  validityDays: z.string(),
  firstOrderOnly: z.boolean(),
  budget: z.string(),
  combines: z.array(z.string()),
});

export type ConfirmationForm = z.output<typeof confirmationForm>;

/** The form as the page sent it; undefined for anything that no page of ours sends. */
export function readForm(text: string): ConfirmationForm | undefined {
  try {
    return confirmationForm.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const CLASSES = ["orderDiscounts", "productDiscounts", "shippingDiscounts"] as const;

/** `staticCode` is put beside it where there is one. */
export function formOf(way: ConfirmationWay, { grant, minimumOrderMinor, validityDays, firstOrderOnly, monthlyBudgetMinor, combinesWith }: ConfirmationRules, currency: string): ConfirmationForm {
  return {
    way,
    staticCode: "",
    grant: { kind: grant.kind, value: grant.kind === "amount_off" ? toDecimal(grant.amountMinor, currency) : grant.kind === "percent_off" ? String(grant.percent) : "" },
    minimum: minimumOrderMinor === 0 ? "" : toDecimal(minimumOrderMinor, currency),
    validityDays: String(validityDays),
    firstOrderOnly,
    budget: monthlyBudgetMinor === null ? "" : toDecimal(monthlyBudgetMinor, currency),
    combines: CLASSES.filter((name) => combinesWith[name]),
  };
}

/** What a form means, to be checked; what cannot be read is left as text, so that the check names its field. */
export function settingsOf({ way, grant: { kind, value }, minimum, validityDays, firstOrderOnly, budget, combines }: ConfirmationForm, currency: string): object {
  const grant = { kind, ...(kind === "amount_off" && { amountMinor: amountOf(value, currency) }), ...(kind === "percent_off" && { percent: numberOf(value) }) };
  return {
    way,
    rules: {
      grant,
      minimumOrderMinor: minimum.trim() === "" ? 0 : amountOf(minimum, currency),
      validityDays: daysOf(validityDays),
      firstOrderOnly,
      monthlyBudgetMinor: budget.trim() === "" ? null : amountOf(budget, currency),
      combinesWith: Object.fromEntries(CLASSES.map((name) => [name, combines.includes(name)])),
    },
  };
}

const amountOf = (text: string, currency: string): number | string => typedMinor(text, currency) ?? text;

/** Days are whole ones, and "1.000" is a thousand for some: it stays text instead of becoming one day. */
function daysOf(text: string): number | string {
  const whole = wholeNumber(text);
  if (!Number.isNaN(whole)) return whole;
  const number = numberOf(text);
  return Number.isInteger(number) ? text : number;
}

function numberOf(text: string): number | string {
  const plain = plainNumber(text);
  return /^\d{1,9}(\.\d{1,6})?$/.test(plain) ? Number(plain) : text;
}
