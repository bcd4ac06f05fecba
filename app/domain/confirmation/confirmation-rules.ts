import { z } from "zod";
import { combinesWith } from "../redemption/reward.ts";

/**
 * How buyers come to the code: `blocks` on Shopify's thank-you and order pages, `link` in the order confirmation as well,
 * `print` as text in the order confirmation, made ahead. `static`: the merchant's own code, the same for everybody.
 */
export const CONFIRMATION_WAYS = ["off", "blocks", "link", "print", "static"] as const;

export type ConfirmationWay = (typeof CONFIRMATION_WAYS)[number];

const AMOUNT_MAX_MINOR = 100_000_000;
const money = (name: string, least: number) =>
  z
    .number({ error: `${name} must be an amount.` })
    .int(`${name} is finer than the smallest unit of your currency.`)
    .min(least, least === 0 ? `${name} must not be negative.` : `${name} must be more than nothing.`)
    .max(AMOUNT_MAX_MINOR, `${name} is too large.`);

const NO_PERCENT = "The percentage must be from 1 to 100.";

/** What a code of an order confirmation gives. */
export const confirmationGrant = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("amount_off"), amountMinor: money("The discount", 1) }),
  z.object({ kind: z.literal("percent_off"), percent: z.number({ error: NO_PERCENT }).min(1, NO_PERCENT).max(100, NO_PERCENT).multipleOf(0.01, "The percentage takes two decimals.") }),
  z.object({ kind: z.literal("free_shipping") }),
]);

/**
 * Who gets a code with the order confirmation, and what it is worth. Money in minor units of the shop's currency;
 * `validityDays` are full days of the shop after the day of the order. `monthlyBudgetMinor` null: without a limit.
 */
export const confirmationRules = z.object({
  grant: confirmationGrant.default({ kind: "percent_off", percent: 10 }),
  minimumOrderMinor: money("The minimum order", 0).default(0),
  validityDays: z.number({ error: "The validity must be a number of days." }).int("The validity must be whole days.").min(1, "The validity must be 1 day or more.").max(365, "The validity must be 365 days or fewer.").default(30),
  firstOrderOnly: z.boolean().default(true),
  monthlyBudgetMinor: money("The budget", 1).nullable().default(null),
  combinesWith: combinesWith.prefault({}),
});

export type ConfirmationRules = z.output<typeof confirmationRules>;
export type ConfirmationGrant = ConfirmationRules["grant"];

/** What a shop has set. `since`: when codes were switched on; orders placed earlier get none. */
export interface ConfirmationSettings {
  way: ConfirmationWay;
  rules: ConfirmationRules;
  since: Date;
}
