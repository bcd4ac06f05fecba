import { PROPOSED_NAMES } from "#app/domain/redemption/reward-name.ts";
import type { RewardKind } from "#app/domain/redemption/reward.ts";
import type { Field } from "./form-values.ts";

export const REWARD_NAMES: Readonly<Record<RewardKind, string>> = PROPOSED_NAMES;

const NAME: Field = { name: "name", label: "Name", input: "text", helpText: "Customers read it. As proposed, they read in their language what it gives." };
const COST: Field = { name: "costPoints", label: "Cost in points", input: "points" };
const AMOUNT: Field = { name: "amountMinor", label: "Worth", input: "money" };

const VALIDITY: Field = { name: "validityDays", label: "Days to use it", input: "whole_number" };
const PREFIX: Field = { name: "codePrefix", label: "Codes begin with", input: "text", helpText: "Up to 6 capital letters and digits." };
const OFFERED: Field[] = [
  { name: "startsAt", label: "Offered from", input: "instant" },
  { name: "endsAt", label: "Offered until", input: "instant", helpText: "No longer on that day. What customers have stays valid." },
];

/** Of discount codes: what an order has to be, and what else it may carry. */
const SHARED: Field[] = [
  { name: "minimumOrderMinor", label: "Smallest order it can be used on", input: "money", helpText: "With 0, any order." },
  VALIDITY,
  { name: "combinesWith.orderDiscounts", label: "Can be used with order discounts", input: "yes_no" },
  { name: "combinesWith.productDiscounts", label: "Can be used with product discounts", input: "yes_no" },
  { name: "combinesWith.shippingDiscounts", label: "Can be used with shipping discounts", input: "yes_no" },
  { name: "returnOnCancel", label: "Points come back when its order is cancelled", input: "yes_no" },
  PREFIX,
  ...OFFERED,
];

/** What each kind of reward asks for. */
export const REWARD_FIELDS: Record<RewardKind, Field[]> = {
  fixed_amount: [NAME, COST, AMOUNT, ...SHARED],
  percentage: [NAME, COST, { name: "percent", label: "Percentage", input: "decimal" }, ...SHARED],
  free_shipping: [NAME, COST, ...SHARED],
  free_product: [NAME, COST, { name: "productId", label: "Product", input: "product" }, { name: "variantId", label: "Only this variant of it", input: "variant", helpText: "Without one, any variant." }, ...SHARED],
  // Money pays for any order, beside any discount, and belongs to no order that could be cancelled. Store credit has no code.
  store_credit: [NAME, COST, AMOUNT, VALIDITY, ...OFFERED],
  gift_card: [NAME, COST, AMOUNT, VALIDITY, PREFIX, ...OFFERED],
  slider: [
    NAME,
    { name: "pointsPerMinor", label: "Points for each {unit} off", input: "decimal", helpText: "With 1, 100 points take {hundred} off." },
    { name: "minimumPoints", label: "Fewest points", input: "points" },
    { name: "maximumPoints", label: "Most points", input: "points" },
    { name: "stepPoints", label: "In steps of", input: "points" },
    ...SHARED,
  ],
};
