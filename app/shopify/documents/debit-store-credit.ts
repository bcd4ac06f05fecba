import { z } from "zod";
import type { Operation } from "../operation.ts";

const answer = z.object({ storeCreditAccountDebit: z.object({ storeCreditAccountTransaction: z.object({ id: z.string() }) }) });

type Debit = { debitAmount: { amount: string; currencyCode: string } };

/** Debits a customer's account (id: the customer's gid). Shopify performs one key once, however often it is asked. */
export const debitStoreCredit: Operation<{ id: string; debit: Debit; key: string }, z.infer<typeof answer>> = {
  name: "DebitStoreCredit",
  document: `mutation DebitStoreCredit($id: ID!, $debit: StoreCreditAccountDebitInput!, $key: String!) {
  storeCreditAccountDebit(id: $id, debitInput: $debit) @idempotent(key: $key) { storeCreditAccountTransaction { id } userErrors { field message code } }
}`,
  answer,
  isBackground: false,
};
