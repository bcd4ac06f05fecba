import type { BalanceAnswer } from "#app/contract/points.ts";
import { sumBalance } from "#app/ledger/read.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { findSurvivor } from "./find-survivor.server.ts";

/**
 * What a customer has in points and how it came to be, from the ledger. A former id answers for the survivor; someone who
 * never had points has zeros; undefined for an unknown or deleted customer.
 *
 * @see docs/formulas.md#balance
 */
export async function findCustomerBalance(shopId: number, customerId: string): Promise<BalanceAnswer | undefined> {
  const customer = await findSurvivor(shopId, customerId);
  return customer && sumBalance(pool, shopId, customer.customer_id);
}
