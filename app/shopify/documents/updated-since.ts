/** Shopify's search for everything changed at or after an instant. Shopify keeps whole seconds, so the second is included whole. */
export function updatedSince(since: Date): string {
  return `updated_at:>='${since.toISOString().slice(0, 19)}Z'`;
}
