import type { RewardKind } from "#app/domain/redemption/reward.ts";
import type { Field } from "./form-values.ts";

export const REWARD_NAMES = {
  fixed_amount: "Amount off",
  percentage: "Percentage off",
  free_shipping: "Free shipping",
  free_product: "Free product",
  store_credit: "Store credit",
  gift_card: "Gift card",
  slider: "Amount of the customer’s choice",
} as const satisfies Record<RewardKind, string>;

const NAME: Field = { name: "name", label: "Name", input: "text", helpText: "Customers read it." };
const COST: Field = { name: "costPoints", label: "Cost in points", input: "points" };
const AMOUNT: Field = { name: "amountMinor", label: "Worth", input: "money" };

const SHARED: Field[] = [
  { name: "minimumOrderMinor", label: "Smallest order it can be used on", input: "money", helpText: "With 0, any order." },
  { name: "validityDays", label: "Days to use it", input: "whole_number" },
  { name: "combinesWith.orderDiscounts", label: "Can be used with order discounts", input: "yes_no" },
  { name: "combinesWith.productDiscounts", label: "Can be used with product discounts", input: "yes_no" },
  { name: "combinesWith.shippingDiscounts", label: "Can be used with shipping discounts", input: "yes_no" },
  { name: "returnOnCancel", label: "Points come back when its order is cancelled", input: "yes_no" },
  { name: "codePrefix", label: "Codes begin with", input: "text", helpText: "Up to 6 capital letters and digits." },
  { name: "startsAt", label: "Offered from", input: "instant" },
  { name: "endsAt", label: "Offered until", input: "instant", helpText: "No longer on that day. Codes that customers have stay valid." },
];

/** What each kind of reward asks for. */
export const REWARD_FIELDS: Record<RewardKind, Field[]> = {
  fixed_amount: [NAME, COST, AMOUNT, ...SHARED],
  percentage: [NAME, COST, { name: "percent", label: "Percentage", input: "decimal" }, ...SHARED],
  free_shipping: [NAME, COST, ...SHARED],
  free_product: [NAME, COST, { name: "productId", label: "Product", input: "product" }, { name: "variantId", label: "Only this variant of it", input: "variant", helpText: "Without one, any variant." }, ...SHARED],
  store_credit: [NAME, COST, AMOUNT, ...SHARED],
  gift_card: [NAME, COST, AMOUNT, ...SHARED],
  slider: [
    NAME,
    { name: "pointsPerMinor", label: "Points for the smallest unit of money", input: "decimal", helpText: "With 1, 100 points are worth 100 of the smallest unit." },
    { name: "minimumPoints", label: "Fewest points", input: "points" },
    { name: "maximumPoints", label: "Most points", input: "points" },
    { name: "stepPoints", label: "In steps of", input: "points" },
    ...SHARED,
  ],
};
