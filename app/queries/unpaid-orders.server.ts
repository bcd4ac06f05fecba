import { pool } from "#app/platform/db.server.ts";

/** Of the orders that have had a week to be paid, how many were not paid within theirs. `windowDays`: over how long they were placed. */
export interface UnpaidOrders {
  orders: number;
  unpaid: number;
  windowDays: number;
}

const DAY_MS = 86_400_000;
const WINDOW_DAYS = 90;

/** Test orders, orders worth nothing and orders cancelled within their week say nothing about how a shop is paid, and are left out. */
export async function countUnpaidOrders(shopId: number, now: Date): Promise<UnpaidOrders> {
  const until = new Date(now.getTime() - 7 * DAY_MS);
  const { rows } = await pool.query<{ orders: number; unpaid: number }>(
    `SELECT count(*)::integer AS orders, count(*) FILTER (WHERE paid_at IS NULL OR paid_at > processed_at + interval '7 days')::integer AS unpaid
     FROM orders WHERE shop_id = $1 AND processed_at >= $2 AND processed_at < $3 AND NOT is_test AND deleted_at IS NULL AND total_minor > 0
       AND (cancelled_at IS NULL OR cancelled_at > processed_at + interval '7 days')`,
    [shopId, new Date(until.getTime() - WINDOW_DAYS * DAY_MS), until],
  );
  return { orders: rows[0]?.orders ?? 0, unpaid: rows[0]?.unpaid ?? 0, windowDays: WINDOW_DAYS };
}
