import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import { rankAt, ranksAt, type CountingSpan } from "#app/domain/scoring/rank-at.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** An order and an instant as of which its rank is asked. */
export interface RankQuestion {
  customerId: CustomerId;
  orderId: OrderId;
  at: Date;
}

/** An order over the time that it counts. Money in minor units of the order's currency. */
export interface CountedOrder extends CountingSpan {
  placedAt: Date;
  totalMinor: number;
  refundedMinor: number;
  currency: string;
}

/** Which orders of some members count when. */
export interface CountedHistory {
  /** By place; empty where none ever counted. */
  ordersOf: (customerId: CustomerId) => CountedOrder[];
  /** The rank of an order (opening count included); null where it does not count then. */
  rankOf: (question: RankQuestion) => number | null;
  /** The orders that count at an instant with their ranks (opening count included), by place. */
  rankingOf: (customerId: CustomerId, at: Date) => { orderId: OrderId; rank: number }[];
}

/** One reading of members' orders answers their ranks as of all instants. */
export async function loadCountedHistory(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<CountedHistory> {
  const orders = Map.groupBy(await readOrders(tx, shopId, customerIds), ({ customerId }) => customerId);
  const openings = await loadOpeningCounts(tx, shopId, customerIds);
  const ordersOf = (customerId: CustomerId) => orders.get(customerId) ?? [];
  const openingOf = (customerId: CustomerId) => openings.get(customerId) ?? 0;
  return {
    ordersOf,
    rankOf({ customerId, orderId, at }) {
      const seen = rankAt(ordersOf(customerId), orderId, at);
      return seen === null ? null : seen + openingOf(customerId);
    },
    rankingOf: (customerId, at) => ranksAt(ordersOf(customerId), at).map(({ orderId, rank }) => ({ orderId, rank: rank + openingOf(customerId) })),
  };
}

async function readOrders(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<(CountedOrder & { customerId: CustomerId })[]> {
  const { rows } = await tx.query<CountedOrder & { customerId: CustomerId }>(
    `SELECT customer_id AS "customerId", order_id AS "orderId", place::integer, counts_from AS "from", counts_until AS until, processed_at AS "placedAt",
       total_minor::float8 AS "totalMinor", refunded_minor::float8 AS "refundedMinor", currency
     FROM counting_spans($1, $2::bigint[]) ORDER BY customer_id, place`,
    [shopId, customerIds],
  );
  return rows;
}

// Orders from before what we could see, those of merged customers included.
async function loadOpeningCounts(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<Map<CustomerId, number>> {
  const { rows } = await tx.query<{ customer_id: string; opening_count: number }>(
    `SELECT coalesce(merged_into_id, customer_id) AS customer_id, sum(opening_count)::integer AS opening_count FROM customers
     WHERE shop_id = $1 AND (customer_id = ANY ($2::bigint[]) OR merged_into_id = ANY ($2::bigint[])) AND opening_count > 0
     GROUP BY 1`,
    [shopId, customerIds],
  );
  return new Map(rows.map((row) => [row.customer_id, row.opening_count]));
}
