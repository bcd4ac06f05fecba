import { z } from "zod";
import type { Operation } from "../operation.ts";

const answer = z.object({ storeCreditAccountCredit: z.object({ storeCreditAccountTransaction: z.object({ id: z.string() }) }) });

type Credit = { creditAmount: { amount: string; currencyCode: string }; expiresAt: string; notify: boolean };

/** Credits a customer's account (id: the customer's gid). Shopify performs one key once, however often it is asked. */
export const creditStoreCredit: Operation<{ id: string; credit: Credit; key: string }, z.infer<typeof answer>> = {
  name: "CreditStoreCredit",
  document: `mutation CreditStoreCredit($id: ID!, $credit: StoreCreditAccountCreditInput!, $key: String!) {
  storeCreditAccountCredit(id: $id, creditInput: $credit) @idempotent(key: $key) { storeCreditAccountTransaction { id } userErrors { field message code } }
}`,
  answer,
  isBackground: false,
};
