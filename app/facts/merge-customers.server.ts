import type { CustomerId } from "#app/domain/ids.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";
import { ERASED_HASHES } from "#app/platform/order-sql.ts";
import { leaveDeletedCustomers } from "./join-waiting-orders.server.ts";

/**
 * One customer was merged into another: a fact that stays for ever. The removed id becomes an alias of the survivor,
 * whatever arrives under it later counts for the survivor, and chains of merges lead to their end, in whatever order they
 * are heard of. Orders and aliases move with it; each order remembers the customer whose it was, because it keeps the rank
 * that it had until then, and the address of who is removed goes on leading orders without a customer to the survivor, while
 * that one is there; of one who was erased no address is kept. Who was merged once is gone and cannot be merged into another.
 * Answers the survivor, and those whom orders join that had come without a customer; null where nobody is merged.
 */
export async function mergeCustomers(
  tx: LockedTx,
  shopId: number,
  { keptId, removedId, at, now }: { keptId: CustomerId; removedId: CustomerId; at: Date; now: Date },
): Promise<{ survivorId: CustomerId; joinedIds: CustomerId[] } | null> {
  if (keptId === removedId) return null;
  await tx.query(
    `INSERT INTO customers (shop_id, customer_id, updated_at, first_seen_at) SELECT $1, id, 'epoch', $3 FROM unnest($2::bigint[]) AS id
     ON CONFLICT (shop_id, customer_id) DO NOTHING`,
    [shopId, [keptId, removedId], at],
  );
  const survivor = await tx.query<{ customer_id: string; is_deleted: boolean; is_redacted: boolean }>(
    `SELECT s.customer_id, s.deleted_at IS NOT NULL AS is_deleted, s.redacted_at IS NOT NULL AS is_redacted
     FROM customers k JOIN customers s ON s.shop_id = $1 AND s.customer_id = coalesce(k.merged_into_id, k.customer_id) WHERE k.shop_id = $1 AND k.customer_id = $2`,
    [shopId, keptId],
  );
  const { customer_id: survivorId, is_deleted: isDeleted, is_redacted: isRedacted } = survivor.rows[0] ?? {};
  if (!survivorId || survivorId === removedId || (await isMergedElsewhere(tx, shopId, { keptId, removedId }))) return null;
  await tx.query(
    `UPDATE customers SET merged_into_id = $3, merged_at = coalesce(merged_at, $4), merged_directly_into_id = coalesce(merged_directly_into_id, $5), email = NULL, first_name = NULL, last_name = NULL,
       email_hash = CASE WHEN $6 THEN NULL ELSE email_hash END,
       counted_orders = 0, order_count = 0, first_order_at = NULL, last_order_at = NULL, spent_minor = 0, stage = 'prospect', stage_since = NULL,
       stage_order_id = NULL, stage_reason = NULL, dirty_since = NULL, next_due_at = NULL
     WHERE shop_id = $1 AND (customer_id = $2 OR merged_into_id = $2)`,
    [shopId, removedId, survivorId, at, keptId, isDeleted || isRedacted],
  );
  const erased = isRedacted ? `, ${ERASED_HASHES}` : "";
  for (const theirs of ["customer_id = $2", "customer_id IS NULL AND email_hash IS NOT NULL AND named_customer_id = $2"]) {
    await tx.query(`UPDATE orders SET customer_id = $3, named_customer_id = coalesce(named_customer_id, customer_id)${erased} WHERE shop_id = $1 AND ${theirs}`, [shopId, removedId, survivorId]);
  }
  return { survivorId, joinedIds: isDeleted ? await leaveDeletedCustomers(tx, shopId, { customerIds: [survivorId], now }) : [] };
}

async function isMergedElsewhere(tx: Tx, shopId: number, { keptId, removedId }: { keptId: CustomerId; removedId: CustomerId }): Promise<boolean> {
  const { rows } = await tx.query("SELECT 1 FROM customers WHERE shop_id = $1 AND customer_id = $2 AND merged_directly_into_id <> $3", [shopId, removedId, keptId]);
  return rows.length > 0;
}
