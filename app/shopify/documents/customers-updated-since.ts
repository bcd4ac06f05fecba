import { z } from "zod";
import type { Operation } from "../operation.ts";
import { customer, CUSTOMER_FIELDS } from "./customer-fields.ts";
import { PAGE_END, pageOf } from "./page.ts";

const answer = z.object({ customers: pageOf(customer) });

/** Customers, oldest change first, 100 a page; `query` as `updatedSince` writes it. */
export const customersUpdatedSince: Operation<{ query: string; after: string | null }, z.infer<typeof answer>> = {
  name: "CustomersUpdatedSince",
  document: `query CustomersUpdatedSince($query: String!, $after: String) {
  customers(first: 100, after: $after, query: $query, sortKey: UPDATED_AT) { nodes { ${CUSTOMER_FIELDS} } ${PAGE_END} }
}`,
  answer,
  isBackground: true,
};
