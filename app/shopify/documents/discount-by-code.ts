import { z } from "zod";
import type { Operation } from "../operation.ts";
import { DISCOUNT_FIELDS, discountNode } from "./discount-node.ts";

const answer = z.object({ codeDiscountNodeByCode: discountNode.nullable() });

/** The discount behind a code, whoever made it; upper and lower case are the same to Shopify. */
export const discountByCode: Operation<{ code: string }, z.infer<typeof answer>> = {
  name: "DiscountByCode",
  document: `query DiscountByCode($code: String!) { codeDiscountNodeByCode(code: $code) { ${DISCOUNT_FIELDS} } }`,
  answer,
  isBackground: false,
};
