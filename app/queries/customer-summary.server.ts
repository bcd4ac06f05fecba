import type { CustomerSummary } from "#app/contract/customers.ts";

/**
 * One customer with their stage and why, from the facts up to `asOf` (inclusive).
 *
 * A former id of a merged customer answers for the survivor, with the survivor's `id`. Undefined for an unknown or deleted
 * one. After an erasure `redactedAt` is set and everything personal is null; the sums stay.
 */
export async function findCustomerSummary(shopId: number, customerId: string, asOf: Date): Promise<CustomerSummary | undefined> {
  throw new Error(`no customer ${customerId} of shop ${shopId} as of ${asOf.toISOString()} yet`);
}
