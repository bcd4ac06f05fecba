import { z } from "zod";
import type { Operation } from "../operation.ts";

const answer = z.object({ discountCodeBasicUpdate: z.object({ codeDiscountNode: z.object({ id: z.string() }) }) });

/** Changes what is named in `discount` of a code for an amount or a percentage. */
export const updateBasicDiscount: Operation<{ id: string; discount: Record<string, unknown> }, z.infer<typeof answer>> = {
  name: "UpdateBasicDiscount",
  document: `mutation UpdateBasicDiscount($id: ID!, $discount: DiscountCodeBasicInput!) {
  discountCodeBasicUpdate(id: $id, basicCodeDiscount: $discount) { codeDiscountNode { id } userErrors { field message code } }
}`,
  answer,
  isBackground: false,
};
