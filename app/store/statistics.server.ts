import type { Tx } from "#app/platform/db.server.ts";

/**
 * Tells the planner how much there is by now. PostgreSQL does so by itself within a minute or two; a bulk load needs it
 * sooner, because plans that were made for an empty table take time by the square of what comes in.
 */
export async function refreshStatistics(tx: Tx): Promise<void> {
  await tx.query("ANALYZE customers, orders, order_transactions, refunds");
}
