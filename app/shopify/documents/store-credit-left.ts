import { z } from "zod";
import type { Operation } from "../operation.ts";

const answer = z.object({ node: z.object({ remainingAmount: z.object({ amount: z.string(), currencyCode: z.string() }) }).nullable() });

/** What is left of one credit (id: the transaction's gid); null when there is no such credit. */
export const storeCreditLeft: Operation<{ id: string }, z.infer<typeof answer>> = {
  name: "StoreCreditLeft",
  document: `query StoreCreditLeft($id: ID!) { node(id: $id) { ... on StoreCreditAccountCreditTransaction { remainingAmount { amount currencyCode } } } }`,
  answer,
  isBackground: false,
};
