import { z } from "zod";
import type { Operation } from "../operation.ts";

const limits = z.object({ status: z.string().optional(), appliesOncePerCustomer: z.boolean().optional(), context: z.object({ __typename: z.string() }).optional() });
const answer = z.object({ codeDiscountNodeByCode: z.object({ codeDiscount: limits }).nullable() });

/** Whom a code is for and how often, whoever made it. Somebody waits for the answer. */
export const discountLimits: Operation<{ code: string }, z.infer<typeof answer>> = {
  name: "DiscountLimits",
  document: `query DiscountLimits($code: String!) {
  codeDiscountNodeByCode(code: $code) { codeDiscount {
    ... on DiscountCodeBasic { status appliesOncePerCustomer context { __typename } }
    ... on DiscountCodeFreeShipping { status appliesOncePerCustomer context { __typename } }
  } }
}`,
  answer,
  isBackground: false,
};
