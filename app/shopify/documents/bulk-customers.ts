import { CUSTOMER_FIELDS } from "./customer-fields.ts";

/**
 * The query of a bulk operation over customers, for `runBulkQuery`; one line of JSON (`AdminCustomer`) each.
 * `filter` is Shopify's search syntax; without it, all customers.
 */
export function bulkCustomersQuery(filter?: string): string {
  const search = filter === undefined ? "" : `(query: ${JSON.stringify(filter)})`;
  return `{ customers${search} { edges { node { ${CUSTOMER_FIELDS} } } } }`;
}
