import { z } from "zod";
import type { Operation } from "../operation.ts";
import { DISCOUNT_FIELDS, discountNode } from "./discount-node.ts";

const answer = z.object({ discountCodeFreeShippingCreate: z.object({ codeDiscountNode: discountNode }) });

/** Makes a code for free shipping. */
export const createFreeShipping: Operation<{ discount: Record<string, unknown> }, z.infer<typeof answer>> = {
  name: "CreateFreeShipping",
  document: `mutation CreateFreeShipping($discount: DiscountCodeFreeShippingInput!) {
  discountCodeFreeShippingCreate(freeShippingCodeDiscount: $discount) { codeDiscountNode { ${DISCOUNT_FIELDS} } userErrors { field message code } }
}`,
  answer,
  isBackground: false,
};
