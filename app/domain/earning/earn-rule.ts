import { z } from "zod";
import type { FormDescription } from "./form.ts";
import { accountCreatedForm, accountCreatedRule } from "./rules/account-created-rule.ts";
import { amountForm, amountRule } from "./rules/amount-rule.ts";
import { eventForm, eventRule } from "./rules/event-rule.ts";
import { nthOrderForm, nthOrderRule } from "./rules/nth-order-rule.ts";
import { orderForm, orderRule } from "./rules/order-rule.ts";

export const earnRule = z.discriminatedUnion("kind", [amountRule, orderRule, nthOrderRule, accountCreatedRule, eventRule]);

export type EarnRule = z.output<typeof earnRule>;

/** Rules that an order can meet. */
export type OrderRule = Extract<EarnRule, { kind: "amount" | "order" | "nth_order" }>;

/** Rules that something other than an order meets. */
export type EventRule = Exclude<EarnRule, OrderRule>;

export const isOrderRule = (rule: EarnRule): rule is OrderRule => rule.kind === "amount" || rule.kind === "order" || rule.kind === "nth_order";

export const RULE_FORMS: { [Kind in EarnRule["kind"]]: FormDescription<Extract<EarnRule, { kind: Kind }>> } = {
  amount: amountForm,
  order: orderForm,
  nth_order: nthOrderForm,
  account_created: accountCreatedForm,
  event: eventForm,
};
