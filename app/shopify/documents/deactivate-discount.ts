import { z } from "zod";
import type { Operation } from "../operation.ts";

const answer = z.object({ discountCodeDeactivate: z.object({ codeDiscountNode: z.object({ id: z.string() }) }) });

/** Ends a discount (gid): its code no longer works in a checkout. */
export const deactivateDiscount: Operation<{ id: string }, z.infer<typeof answer>> = {
  name: "DeactivateDiscount",
  document: `mutation DeactivateDiscount($id: ID!) { discountCodeDeactivate(id: $id) { codeDiscountNode { id } userErrors { field message code } } }`,
  answer,
  isBackground: false,
};
