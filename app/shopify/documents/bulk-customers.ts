import { CUSTOMER_FIELDS } from "./customer-fields.ts";

/**
 * The query of a bulk operation over customers, for `runBulkQuery`; one line of JSON (`AdminCustomer`) each.
 *
 * `withOrders` adds a child line for each order of a customer that may be read (id and createdAt): read together with
 * `numberOfOrders`, so that what lies before the readable orders can be told.
 */
export function bulkCustomersQuery({ withOrders }: { withOrders: boolean }): string {
  const orders = withOrders ? " orders { edges { node { id createdAt } } }" : "";
  return `{ customers { edges { node { ${CUSTOMER_FIELDS}${orders} } } } }`;
}
