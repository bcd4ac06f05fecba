import { pool } from "#app/platform/db.server.ts";
import { listAwards } from "#app/store/past-order-awards.server.ts";

/** An award to orders placed before the program began. `given` is what stands of it in the ledger by now, null for one that was taken back. */
export interface AwardShown {
  id: string;
  version: number;
  from: string;
  until: string;
  awardedAt: string;
  awardedBy: string;
  undoneAt: string | null;
  undoneBy: string | null;
  given: { points: number; customers: number } | null;
}

/** Awards of the shop, newest first; how many customers are still to be settled after one (up to 100,000); the day from which orders are known. */
export async function findAwards(shopId: number): Promise<{ awards: AwardShown[]; unsettled: number; firstOrderAt: string | null }> {
  const [lines, open, first] = await Promise.all([
    listAwards(pool, shopId),
    pool.query<{ customers: number }>(
      `SELECT count(*)::float8 AS customers FROM (
         SELECT FROM customers WHERE shop_id = $1 AND dirty_since IS NOT NULL
         UNION ALL SELECT FROM shops s JOIN customers c ON c.shop_id = $1 AND c.customer_id > s.marked_through_id WHERE s.id = $1 AND c.dirty_since IS NULL AND c.merged_into_id IS NULL LIMIT 100000) k`,
      [shopId],
    ),
    pool.query<{ at: Date | null }>("SELECT min(processed_at) AS at FROM orders WHERE shop_id = $1 AND customer_id IS NOT NULL AND deleted_at IS NULL AND NOT is_test", [shopId]),
  ]);
  const awards = await Promise.all(
    lines.map(async ({ from, until, awardedAt, undoneAt, ...line }) => ({
      ...line,
      from: from.toISOString(),
      until: until.toISOString(),
      awardedAt: awardedAt.toISOString(),
      undoneAt: undoneAt?.toISOString() ?? null,
      given: undoneAt ? null : await sumGiven(shopId, { from, until }),
    })),
  );
  return { awards, unsettled: open.rows[0]?.customers ?? 0, firstOrderAt: first.rows[0]?.at?.toISOString() ?? null };
}

/** What orders of a time have earned so far, less what was taken back. Before the program began, only an award gives any. */
async function sumGiven(shopId: number, { from, until }: { from: Date; until: Date }): Promise<{ points: number; customers: number }> {
  const { rows } = await pool.query<{ points: number; customers: number }>(
    `SELECT coalesce(sum(points), 0)::float8 AS points, count(*) FILTER (WHERE points > 0)::float8 AS customers FROM (
       SELECT e.customer_id, sum(e.pending_points + e.settled_points) AS points FROM orders o JOIN ledger_entries e ON e.shop_id = $1 AND e.order_id = o.order_id
       WHERE o.shop_id = $1 AND o.processed_at >= $2 AND o.processed_at < $3 AND e.kind IN ('earn_pending', 'earn_released', 'earn_cancelled', 'reverse') GROUP BY 1) k`,
    [shopId, from, until],
  );
  return rows[0] ?? { points: 0, customers: 0 };
}
