import type { CustomerId } from "#app/domain/ids.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

/**
 * One customer was merged into another: a fact that stays for ever. The removed id becomes an alias of the survivor,
 * whatever arrives under it later counts for the survivor, and chains of merges lead to their end, in whatever order they
 * are heard of. Orders and aliases move with it; each order remembers the customer whose it was, because it keeps the rank
 * that it had until then. Who was merged once is gone and cannot be merged into another. Answers the survivor.
 */
export async function mergeCustomers(
  tx: LockedTx,
  shopId: number,
  { keptId, removedId, at }: { keptId: CustomerId; removedId: CustomerId; at: Date },
): Promise<CustomerId[]> {
  if (keptId === removedId) return [];
  await tx.query(
    `INSERT INTO customers (shop_id, customer_id, updated_at, first_seen_at) SELECT $1, id, 'epoch', $3 FROM unnest($2::bigint[]) AS id
     ON CONFLICT (shop_id, customer_id) DO NOTHING`,
    [shopId, [keptId, removedId], at],
  );
  const survivor = await tx.query<{ customer_id: string }>(
    "SELECT coalesce(merged_into_id, customer_id) AS customer_id FROM customers WHERE shop_id = $1 AND customer_id = $2",
    [shopId, keptId],
  );
  const survivorId = survivor.rows[0]?.customer_id;
  if (!survivorId || survivorId === removedId || (await isMergedElsewhere(tx, shopId, { keptId, removedId }))) return [];
  await tx.query(
    `UPDATE customers SET merged_into_id = $3, merged_at = coalesce(merged_at, $4), merged_directly_into_id = coalesce(merged_directly_into_id, $5), email = NULL, first_name = NULL, last_name = NULL, email_hash = NULL,
       counted_orders = 0, order_count = 0, first_order_at = NULL, last_order_at = NULL, spent_minor = 0, stage = 'prospect', stage_since = NULL,
       stage_order_id = NULL, stage_reason = NULL, dirty_since = NULL, next_due_at = NULL
     WHERE shop_id = $1 AND (customer_id = $2 OR merged_into_id = $2)`,
    [shopId, removedId, survivorId, at, keptId],
  );
  await tx.query("UPDATE orders SET customer_id = $3, named_customer_id = coalesce(named_customer_id, customer_id) WHERE shop_id = $1 AND customer_id = $2", [shopId, removedId, survivorId]);
  return [survivorId];
}

async function isMergedElsewhere(tx: Tx, shopId: number, { keptId, removedId }: { keptId: CustomerId; removedId: CustomerId }): Promise<boolean> {
  const { rows } = await tx.query("SELECT 1 FROM customers WHERE shop_id = $1 AND customer_id = $2 AND merged_directly_into_id <> $3", [shopId, removedId, keptId]);
  return rows.length > 0;
}
