import { z } from "zod";
import type { Operation } from "../operation.ts";

const nodes = z.object({ nodes: z.array(z.object({ id: z.string(), code: z.string() })) });
const found = z.object({ codeDiscountNodeByCode: z.object({ id: z.string(), codeDiscount: z.object({ title: z.string().optional(), codes: nodes.optional() }) }).nullable() });

/** One code of a discount that has many: whose it is, and its own gid. */
export const redeemCode: Operation<{ code: string }, z.infer<typeof found>> = {
  name: "RedeemCode",
  document: `query RedeemCode($code: String!) {
  codeDiscountNodeByCode(code: $code) { id codeDiscount {
    ... on DiscountCodeBasic { title codes(first: 1, query: $code) { nodes { id code } } }
    ... on DiscountCodeFreeShipping { title codes(first: 1, query: $code) { nodes { id code } } }
  } }
}`,
  answer: found,
  isBackground: true,
};

const removed = z.object({ discountCodeRedeemCodeBulkDelete: z.object({ job: z.object({ id: z.string() }).nullable() }) });

/** Takes codes (gids) out of a discount (gid). */
export const removeRedeemCodes: Operation<{ id: string; ids: string[] }, z.infer<typeof removed>> = {
  name: "RemoveRedeemCodes",
  document: `mutation RemoveRedeemCodes($id: ID!, $ids: [ID!]) { discountCodeRedeemCodeBulkDelete(discountId: $id, ids: $ids) { job { id } userErrors { field message code } } }`,
  answer: removed,
  isBackground: true,
};

const begun = z.object({ discountRedeemCodeBulkAdd: z.object({ bulkCreation: z.object({ id: z.string() }) }) });

/** Shopify's limit on one call. */
export const REDEEM_CODES_PER_CALL = 250;

/** Begins to add codes, at most 250, to a discount (gid); Shopify takes them in by itself, to be asked for by the answer's gid. */
export const addRedeemCodes: Operation<{ id: string; codes: { code: string }[] }, z.infer<typeof begun>> = {
  name: "AddRedeemCodes",
  document: `mutation AddRedeemCodes($id: ID!, $codes: [DiscountRedeemCodeInput!]!) { discountRedeemCodeBulkAdd(discountId: $id, codes: $codes) { bulkCreation { id } userErrors { field message code } } }`,
  answer: begun,
  isBackground: true,
};

const state = z.object({ discountRedeemCodeBulkCreation: z.object({ done: z.boolean() }).nullable() });

/** Whether Shopify has taken the codes of a call in; null where it knows of no such call. */
export const redeemCodesState: Operation<{ id: string }, z.infer<typeof state>> = {
  name: "RedeemCodesState",
  document: `query RedeemCodesState($id: ID!) { discountRedeemCodeBulkCreation(id: $id) { done } }`,
  answer: state,
  isBackground: true,
};

const outcome = z.object({ code: z.string(), discountRedeemCode: z.object({ id: z.string() }).nullable(), errors: z.array(z.object({ message: z.string() })) });
const outcomes = z.object({ discountRedeemCodeBulkCreation: z.object({ codes: z.object({ nodes: z.array(outcome) }) }).nullable() });

/** What became of each code of a call that is done. */
export const redeemCodesOutcome: Operation<{ id: string }, z.infer<typeof outcomes>> = {
  name: "RedeemCodesOutcome",
  document: `query RedeemCodesOutcome($id: ID!) {
  discountRedeemCodeBulkCreation(id: $id) { codes(first: 250) { nodes { code discountRedeemCode { id } errors { message } } } }
}`,
  answer: outcomes,
  isBackground: true,
};
