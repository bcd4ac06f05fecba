import { LINE_FIELDS, ORDER_FIELDS } from "./order-fields.ts";

/**
 * The query of a bulk operation over orders and their lines, for `runBulkQuery`.
 *
 * `filter` is Shopify's search syntax, such as `updated_at:>='2026-11-01T00:00:00Z'`; without it, everything that may be read.
 * In the file an order is one line of JSON (`AdminOrder`) and each of its lines another (`AdminLine`) with `__parentId`.
 */
export function bulkOrdersQuery(filter?: string): string {
  const search = filter === undefined ? "" : `(query: ${JSON.stringify(filter)})`;
  return `{ orders${search} { edges { node { ${ORDER_FIELDS} lineItems { edges { node { ${LINE_FIELDS} } } } } } } }`;
}
