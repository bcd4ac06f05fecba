import type { CustomerFilter } from "./list-customers.server.ts";

/**
 * The filtered customers as lines of a CSV file (RFC 4180, UTF-8, lines end with CRLF, the first holds the names of the columns), by id.
 *
 * Read page by page, so memory does not grow with the shop. A cell that a spreadsheet would run as a formula gets a `'` in front.
 */
// eslint-disable-next-line require-yield
export async function* exportCustomers(shopId: number, filter: CustomerFilter): AsyncIterable<string> {
  throw new Error(`no customers of shop ${shopId} for ${JSON.stringify(filter)} yet`);
}

/** The names of the columns, in their order. */
export const CUSTOMER_EXPORT_COLUMNS = ["id", "email", "first_name", "last_name", "stage", "stage_since", "counted_orders", "opening_count", "about", "first_order_at", "last_order_at", "spent", "currency"] as const;
