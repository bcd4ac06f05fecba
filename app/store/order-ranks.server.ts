import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import { rankAt, ranksAt, type CountingSpan } from "#app/domain/scoring/rank-at.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** An order and an instant as of which its rank is asked. */
export interface RankQuestion {
  customerId: CustomerId;
  orderId: OrderId;
  at: Date;
}

interface SpanRow {
  customer_id: string;
  order_id: string;
  place: number;
  counts_from: Date;
  counts_until: Date | null;
}

/** Ranks (opening count included) of orders as of instants, in the order of the questions; null where an order does not count then. */
export async function loadRanks(tx: Tx, shopId: number, questions: RankQuestion[]): Promise<(number | null)[]> {
  if (questions.length === 0) return [];
  const customerIds = [...new Set(questions.map((question) => question.customerId))];
  const spans = await loadSpans(tx, shopId, customerIds);
  const openings = await loadOpeningCounts(tx, shopId, customerIds);
  return questions.map(({ customerId, orderId, at }) => {
    const seen = rankAt(spans.get(customerId) ?? [], orderId, at);
    return seen === null ? null : seen + (openings.get(customerId) ?? 0);
  });
}

/** The counted orders of members as of any instant with their ranks (opening count included), by place: one reading answers all instants. */
export async function loadRankings(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<(customerId: CustomerId, at: Date) => { orderId: OrderId; rank: number }[]> {
  const spans = await loadSpans(tx, shopId, customerIds);
  const openings = await loadOpeningCounts(tx, shopId, customerIds);
  return (customerId, at) => ranksAt(spans.get(customerId) ?? [], at).map(({ orderId, rank }) => ({ orderId, rank: rank + (openings.get(customerId) ?? 0) }));
}

async function loadSpans(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<Map<CustomerId, CountingSpan[]>> {
  const { rows } = await tx.query<SpanRow>(
    `SELECT customer_id, order_id, place::integer, counts_from, counts_until FROM counting_spans($1, $2::bigint[]) ORDER BY customer_id, place`,
    [shopId, customerIds],
  );
  const spans = new Map<CustomerId, CountingSpan[]>();
  for (const row of rows) {
    const span = { orderId: row.order_id, place: row.place, from: row.counts_from, until: row.counts_until };
    const own = spans.get(row.customer_id);
    if (own) own.push(span);
    else spans.set(row.customer_id, [span]);
  }
  return spans;
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
