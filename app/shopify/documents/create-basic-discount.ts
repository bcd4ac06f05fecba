import { z } from "zod";
import type { Operation } from "../operation.ts";
import { DISCOUNT_FIELDS, discountNode } from "./discount-node.ts";

const answer = z.object({ discountCodeBasicCreate: z.object({ codeDiscountNode: discountNode }) });

/** Makes a code that takes an amount or a percentage off an order. */
export const createBasicDiscount: Operation<{ discount: Record<string, unknown> }, z.infer<typeof answer>> = {
  name: "CreateBasicDiscount",
  document: `mutation CreateBasicDiscount($discount: DiscountCodeBasicInput!) {
  discountCodeBasicCreate(basicCodeDiscount: $discount) { codeDiscountNode { ${DISCOUNT_FIELDS} } userErrors { field message code } }
}`,
  answer,
  isBackground: false,
};
