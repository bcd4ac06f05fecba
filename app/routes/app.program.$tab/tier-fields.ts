import type { Field } from "./form-values.ts";

/** What a tier asks for. The unit of its threshold is that of the qualification. */
export const TIER_FIELDS: Field[] = [
  { name: "name", label: "Name", input: "text" },
  { name: "threshold", label: "Starts at", input: "whole_number" },
  { name: "perks.multiplier", label: "Points are multiplied by", input: "decimal", helpText: "On every order placed in this tier. 1 changes nothing." },
  { name: "perks.welcomeRewardId", label: "Reward on arrival", input: "reward" },
  { name: "perks.freeShipping", label: "Free shipping", input: "yes_no" },
  { name: "perks.customerTag", label: "Tag for the customer", input: "text", helpText: "For early access: show a collection only to customers with this tag." },
];
