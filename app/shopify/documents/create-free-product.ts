import { z } from "zod";
import type { Operation } from "../operation.ts";
import { DISCOUNT_FIELDS, discountNode } from "./discount-node.ts";

const answer = z.object({ discountCodeBxgyCreate: z.object({ codeDiscountNode: discountNode }) });

/** Makes a code that adds one product for nothing to an order of something else. */
export const createFreeProduct: Operation<{ discount: Record<string, unknown> }, z.infer<typeof answer>> = {
  name: "CreateFreeProduct",
  document: `mutation CreateFreeProduct($discount: DiscountCodeBxgyInput!) {
  discountCodeBxgyCreate(bxgyCodeDiscount: $discount) { codeDiscountNode { ${DISCOUNT_FIELDS} } userErrors { field message code } }
}`,
  answer,
  isBackground: false,
};
