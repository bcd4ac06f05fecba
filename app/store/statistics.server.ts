import { inTransaction } from "#app/platform/db.server.ts";

/** The columns by which rows are found: facts by a bulk read and the settling after it, points by the pages that show what was settled. */
const LOOKED_AT = {
  facts: [
    "orders (shop_id, order_id, customer_id, email_hash, processed_at, updated_at, paid_at, reread_needed_at)",
    "customers (shop_id, customer_id, email_hash, merged_into_id, dirty_since, next_due_at, stage, last_order_at)",
    "order_transactions (shop_id, order_id, transaction_id)",
    "refunds (shop_id, order_id, refund_id)",
  ],
  points: [
    "ledger_entries (shop_id, customer_id, order_id, kind, occurred_at)",
    "lots (shop_id, customer_id, order_id, left_points, expires_on)",
    "order_bookings (shop_id, customer_id, order_id)",
    "member_points (shop_id, customer_id, settled_points, next_due_at)",
    "member_tiers (shop_id, customer_id, tier_id)",
  ],
};

/**
 * Tells the planner how much there is by now, from a small sample of the columns that matter. PostgreSQL does so by itself
 * within a minute or two, and still will; a bulk read, and whoever looks at what was settled right after it, needs it sooner,
 * because plans that were made for an empty table take time by the square of what comes in.
 */
export async function refreshStatistics(of: keyof typeof LOOKED_AT): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.query("SET LOCAL default_statistics_target = 10");
    await tx.query(`ANALYZE ${LOOKED_AT[of].join(", ")}`);
  });
}
