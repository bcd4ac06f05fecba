import { z } from "zod";
import type { Operation } from "../operation.ts";
import { customer, CUSTOMER_FIELDS } from "./customer-fields.ts";

const answer = z.object({ nodes: z.array(customer.nullable()) });

/** Customers in the order of `ids` (gids, at most 100); null where one is deleted. */
export const customersByIds: Operation<{ ids: string[] }, z.infer<typeof answer>> = {
  name: "CustomersByIds",
  document: `query CustomersByIds($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { ${CUSTOMER_FIELDS} } } }`,
  answer,
  isBackground: true,
};
