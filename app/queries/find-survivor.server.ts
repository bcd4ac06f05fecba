import { isDecimalId } from "#app/domain/ids.ts";
import { pool } from "#app/platform/db.server.ts";

export type KnownCustomer = {
  customer_id: string;
  email: string | null;
  first_name: string | null;
  last_name: string | null;
  account_state: string | null;
  created_at: Date | null;
  first_seen_at: Date;
  redacted_at: Date | null;
};

/** The customer that an id stands for today: themselves, or whoever they were merged into. Undefined when unknown or deleted. */
export async function findSurvivor(shopId: number, customerId: string): Promise<KnownCustomer | undefined> {
  if (!isDecimalId(customerId)) return undefined;
  const { rows } = await pool.query<KnownCustomer>(
    `SELECT c.customer_id, c.email, c.first_name, c.last_name, c.account_state, c.created_at, c.first_seen_at, c.redacted_at
     FROM customers asked JOIN customers c ON c.shop_id = $1 AND c.customer_id = coalesce(asked.merged_into_id, asked.customer_id)
     WHERE asked.shop_id = $1 AND asked.customer_id = $2 AND c.deleted_at IS NULL`,
    [shopId, customerId],
  );
  return rows[0];
}
