import type { Field } from "./form-values.ts";

/** What a tier asks for. The unit of its threshold is that of the qualification. */
export const TIER_FIELDS: Field[] = [
  { name: "name", label: "Name", input: "text" },
  { name: "threshold", label: "Starts at", input: "whole_number" },
  { name: "perks.multiplier", label: "Points are multiplied by", input: "decimal", helpText: "On every order placed in this tier. 1 changes nothing." },
  { name: "perks.welcomeRewardId", label: "Reward on arrival", input: "reward", helpText: "Given free of points when a customer reaches the tier, once for ever." },
  { name: "perks.freeShipping", label: "Free shipping", input: "yes_no", helpText: "A code of the customer’s own for any number of orders, until the tier is left. Who is in the tier already gets it with the next order." },
  { name: "perks.customerTag", label: "Tag for the customer", input: "text", helpText: "For early access: show a collection only to customers with this tag. It is removed when the tier is left; a tag that the customer had before stays." },
];
