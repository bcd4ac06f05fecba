import { z } from "zod";
import type { FormDescription } from "../earning/form.ts";

/**
 * Something done at the nth counted order, beside points, once per customer and n for ever: a reward of the program free of
 * points, or else a gift that staff hand over; and a tag.
 */
export const nthOrderAction = z.object({
  id: z.string({ error: "An action needs a short name." }).regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, "An action needs a short name of small letters, digits and dashes."),
  n: z.number({ error: "The order number must be a whole number." }).int("The order number must be a whole number.").min(1, "The order number must be 1 or more.").max(1_000, "The order number must be 1,000 or less."),
  every: z.boolean().default(false),
  gift: z.string({ error: "Say what the customer gets." }).trim().min(1, "Say what the customer gets.").max(200, "Say it in 200 letters or fewer."),
  rewardId: z.string().min(1).nullable().default(null),
  customerTag: z.string().trim().min(1, "Enter a tag.").max(255, "A tag has at most 255 letters.").nullable().default(null),
});

export type NthOrderAction = z.output<typeof nthOrderAction>;

export const nthOrderActionForm: FormDescription<NthOrderAction> = {
  label: "Gift on an order",
  fields: [
    { name: "n", label: "Order number", input: "whole_number" },
    { name: "every", label: "Again with each multiple", input: "yes_no" },
    { name: "gift", label: "What the customer gets", input: "text" },
    { name: "rewardId", label: "Reward to give, free of points", input: "reward", helpText: "Given as soon as the order counts, once for ever. When the order is undone, what nobody has used of it is taken back. With none, your staff hand the gift over." },
    { name: "customerTag", label: "Tag for the customer", input: "text", helpText: "Added when the order counts, and removed if it stops counting." },
  ],
  sentence: ({ n, every, gift, rewardId }) => `${gift} with ${every ? `every order number that ${n} divides` : `order number ${n}`}${rewardId === null ? "" : ", by code"}`,
};
