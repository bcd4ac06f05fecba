import { z } from "zod";
import type { Operation } from "../operation.ts";

const answer = z.object({ discountCodeBxgyUpdate: z.object({ codeDiscountNode: z.object({ id: z.string() }) }) });

/** Changes what is named in `discount` of a code for a free product. */
export const updateFreeProduct: Operation<{ id: string; discount: Record<string, unknown> }, z.infer<typeof answer>> = {
  name: "UpdateFreeProduct",
  document: `mutation UpdateFreeProduct($id: ID!, $discount: DiscountCodeBxgyInput!) {
  discountCodeBxgyUpdate(id: $id, bxgyCodeDiscount: $discount) { codeDiscountNode { id } userErrors { field message code } }
}`,
  answer,
  isBackground: false,
};
