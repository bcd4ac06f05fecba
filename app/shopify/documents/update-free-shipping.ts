import { z } from "zod";
import type { Operation } from "../operation.ts";

const answer = z.object({ discountCodeFreeShippingUpdate: z.object({ codeDiscountNode: z.object({ id: z.string() }) }) });

/** Changes what is named in `discount` of a code for free shipping. */
export const updateFreeShipping: Operation<{ id: string; discount: Record<string, unknown> }, z.infer<typeof answer>> = {
  name: "UpdateFreeShipping",
  document: `mutation UpdateFreeShipping($id: ID!, $discount: DiscountCodeFreeShippingInput!) {
  discountCodeFreeShippingUpdate(id: $id, freeShippingCodeDiscount: $discount) { codeDiscountNode { id } userErrors { field message code } }
}`,
  answer,
  isBackground: false,
};
