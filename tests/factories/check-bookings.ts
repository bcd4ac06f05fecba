import { expect } from "vitest";
import { pool } from "#app/platform/db.server.ts";

const SURVIVOR = "(SELECT coalesce(k.merged_into_id, k.customer_id) FROM customers k WHERE k.shop_id = $1 AND k.customer_id = e.customer_id)";

const OF_EACH = `SELECT coalesce(b.customer_id, l.customer_id) AS customer, coalesce(b.order_id, l.order_id) AS "order",
    concat_ws('/', b.credited_points - b.reversed_points, b.waived_points) AS booked, concat_ws('/', l.settled, l.waived) AS ledger
  FROM (SELECT * FROM order_bookings WHERE shop_id = $1) b
  FULL JOIN (SELECT ${SURVIVOR} AS customer_id, e.order_id, sum(e.settled_points) AS settled, sum(e.waived_points) AS waived
    FROM ledger_entries e WHERE e.shop_id = $1 AND e.order_id IS NOT NULL AND e.kind <> 'expire' GROUP BY 1, 2) l ON l.customer_id = b.customer_id AND l.order_id = b.order_id
  WHERE coalesce(b.credited_points - b.reversed_points, 0) <> coalesce(l.settled, 0) OR coalesce(b.waived_points, 0) <> coalesce(l.waived, 0)`;

const OTHERS_KEYS = `SELECT e.key, e.customer_id FROM ledger_entries e
  WHERE e.shop_id = $1 AND e.order_id IS NOT NULL AND e.key LIKE 'order:%' AND split_part(e.key, ':', 3) <> e.customer_id::text`;

// By a customer's own entries: what was given up since the customer last earned by the order.
const GIVEN_TWICE = `SELECT b.customer_id, b.order_id, b.waived_points, left_in.points AS left
  FROM order_bookings b
  JOIN orders o ON o.shop_id = $1 AND o.order_id = b.order_id AND o.customer_id = b.customer_id
  CROSS JOIN LATERAL (SELECT coalesce(sum(l.left_points), 0) AS points FROM lots l WHERE l.shop_id = $1 AND l.customer_id = b.customer_id AND l.order_id = b.order_id) left_in
  CROSS JOIN LATERAL (SELECT coalesce(sum(e.waived_points), 0) AS points FROM ledger_entries e
    WHERE e.shop_id = $1 AND e.order_id = b.order_id AND ${SURVIVOR} = b.customer_id AND (e.why ->> 'reason' = 'another_customer' OR e.why ->> 'kind' IN ('waiver_taken', 'given_twice'))
      AND e.id > coalesce((SELECT max(n.id) FROM ledger_entries n WHERE n.shop_id = $1 AND n.order_id = e.order_id AND n.customer_id = e.customer_id AND n.why ->> 'kind' IN ('earned', 'released')), 0)) given_up
  WHERE b.shop_id = $1 AND least(b.waived_points, given_up.points, left_in.points, b.credited_points - b.reversed_points - b.waived_points) > 0`;

/**
 * What must hold of bookings beside their sums: each customer's are what the ledger has of that customer, nobody's entries
 * count as another's, and no order that came back to whoever had given it up, as by a merge, has given its points anew
 * beside what was given up.
 */
export async function checkBookings(shopId: number): Promise<void> {
  const read = async (sql: string) => (await pool.query<object>(sql, [shopId])).rows;
  expect(await read(OF_EACH), "what is booked of an order for each customer, against the ledger").toEqual([]);
  expect(await read(OTHERS_KEYS), "entries that count as another customer's").toEqual([]);
  expect(await read(GIVEN_TWICE), "orders that gave points a second time to whoever had used the first").toEqual([]);
}
