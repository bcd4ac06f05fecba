/** The scope that opens a shop's orders of all times; without it Shopify shows those of the last 60 days. */
export const ALL_ORDERS_SCOPE = "read_all_orders";

const READABLE_MS = 60 * 86_400_000;
// Orders at the edge leave Shopify's window while we read; an hour keeps every order after the horizon readable.
const MARGIN_MS = 3_600_000;

/** Where readable history begins for a shop that granted these scopes, or null when everything is readable. */
export function horizonFor(scopes: string[], now: Date): Date | null {
  return scopes.includes(ALL_ORDERS_SCOPE) ? null : new Date(now.getTime() - READABLE_MS + MARGIN_MS);
}
