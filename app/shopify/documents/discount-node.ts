import { z } from "zod";

/** What tells a discount of ours from another: its title ends with the id of what it was made for. */
export const DISCOUNT_FIELDS = `id codeDiscount { ... on DiscountCodeBasic { title status } ... on DiscountCodeBxgy { title status } ... on DiscountCodeFreeShipping { title status } }`;

export const discountNode = z.object({ id: z.string(), codeDiscount: z.object({ title: z.string().optional(), status: z.string().optional() }) });
