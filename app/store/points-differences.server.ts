import type { CustomerId } from "#app/domain/ids.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** Which projection beside the ledger says something else than the ledger. */
export type DifferenceKind = "balance" | "lots" | "lot" | "booking";

export interface PointsDifference {
  kind: DifferenceKind;
  customerId: CustomerId;
  /** The lot or order that it is about; empty for a member as a whole. */
  about: string;
  stored: string;
  ledger: string;
}

// A lot is filled by the one entry that has its key; a debit takes from it by allocations. Points of a lot that went into
// somebody else's reversal count as spent from it.
const CREDITS = `SELECT e.key, e.customer_id, e.settled_points AS points FROM ledger_entries e
  WHERE e.shop_id = $1 AND e.kind IN ('earn_released', 'adjust', 'import') AND e.settled_points > 0 AND e.why ->> 'kind' <> 'closed'`;

const TAKEN = `SELECT a.lot_key,
    sum(a.points) FILTER (WHERE e.kind = 'expire') AS expired,
    sum(a.points) FILTER (WHERE e.kind = 'reverse' AND e.order_id = l.order_id) AS reversed
  FROM lot_allocations a JOIN ledger_entries e ON e.shop_id = $1 AND e.key = a.entry_key JOIN lots l ON l.shop_id = $1 AND l.key = a.lot_key
  WHERE a.shop_id = $1 AND e.kind IN ('expire', 'reverse') GROUP BY a.lot_key`;

/** Points of orders that were pending when their customer was closed: they left by the entry that closed the customer. */
const CLOSED = `SELECT p.key::bigint AS order_id, sum(p.value::bigint) AS points
  FROM ledger_entries e CROSS JOIN LATERAL json_each_text(e.why -> 'pendingByOrder') p
  WHERE e.shop_id = $1 AND e.kind = 'adjust' AND e.why ->> 'kind' = 'closed' GROUP BY 1`;

const DIFFERENCES = `
  SELECT 'balance' AS kind, coalesce(m.customer_id, e.customer_id)::text AS "customerId", '' AS about,
    concat_ws('/', m.pending_points, m.settled_points) AS stored, concat_ws('/', e.pending, e.settled) AS ledger
  FROM (SELECT * FROM member_points WHERE shop_id = $1) m
  FULL JOIN (SELECT customer_id, sum(pending_points) AS pending, sum(settled_points) AS settled FROM ledger_entries WHERE shop_id = $1 GROUP BY 1) e
    ON e.customer_id = m.customer_id
  WHERE coalesce(m.pending_points, 0) <> coalesce(e.pending, 0) OR coalesce(m.settled_points, 0) <> coalesce(e.settled, 0)
  UNION ALL
  SELECT 'lots', coalesce(m.customer_id, l.customer_id)::text, '', concat_ws('-', coalesce(l.left_points, 0), coalesce(m.debt_points, 0)), coalesce(m.settled_points, 0)::text
  FROM (SELECT * FROM member_points WHERE shop_id = $1) m
  FULL JOIN (SELECT customer_id, sum(left_points) AS left_points FROM lots WHERE shop_id = $1 GROUP BY customer_id) l ON l.customer_id = m.customer_id
  WHERE coalesce(m.settled_points, 0) <> coalesce(l.left_points, 0) - coalesce(m.debt_points, 0)
  UNION ALL
  SELECT 'lot', coalesce(l.customer_id, c.customer_id)::text, coalesce(l.key, c.key),
    concat_ws('/', l.points, l.left_points, l.redeemed_points, l.expired_points), concat_ws('/', c.points, t.reversed, t.expired)
  FROM (SELECT * FROM lots WHERE shop_id = $1) l
  FULL JOIN (${CREDITS}) c ON c.key = l.key
  LEFT JOIN (${TAKEN}) t ON t.lot_key = l.key
  WHERE l.key IS NULL OR c.key IS NULL OR l.points <> c.points OR l.expired_points <> coalesce(t.expired, 0)
    OR l.left_points + l.redeemed_points + l.expired_points + coalesce(t.reversed, 0) <> l.points
  UNION ALL
  SELECT 'booking', coalesce(b.customer_id, e.customer_id)::text, coalesce(b.order_id, e.order_id)::text,
    concat_ws('/', b.pending, b.credited, b.waived), concat_ws('/', coalesce(e.pending, 0) - coalesce(x.points, 0), e.settled, e.waived)
  FROM (SELECT order_id, min(customer_id) AS customer_id, sum(pending_points) AS pending, sum(credited_points - reversed_points) AS credited, sum(waived_points) AS waived
        FROM order_bookings WHERE shop_id = $1 GROUP BY order_id) b
  FULL JOIN (SELECT order_id, min(customer_id) AS customer_id, sum(pending_points) AS pending, sum(settled_points) AS settled, sum(waived_points) AS waived
        FROM ledger_entries WHERE shop_id = $1 AND order_id IS NOT NULL AND kind <> 'expire' GROUP BY order_id) e ON e.order_id = b.order_id
  LEFT JOIN (${CLOSED}) x ON x.order_id = coalesce(b.order_id, e.order_id)
  WHERE coalesce(b.pending, 0) <> coalesce(e.pending, 0) - coalesce(x.points, 0) OR coalesce(b.credited, 0) <> coalesce(e.settled, 0)
    OR coalesce(b.waived, 0) <> coalesce(e.waived, 0)`;

/**
 * Where balances, lots and bookings of a shop differ from its ledger; nothing, as long as all is well. One statement, so
 * that it is true of one instant whatever is being written. `stored` and `ledger` are figures in points.
 */
export async function listPointsDifferences(tx: Tx, shopId: number): Promise<PointsDifference[]> {
  return (await tx.query<PointsDifference>(`${DIFFERENCES} ORDER BY 1, 2, 3`, [shopId])).rows;
}
