import type { CustomerId } from "#app/domain/ids.ts";
import type { Stage } from "#app/domain/scoring/stage.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** A member's score beside the stage that is stored; columns as SQL names them. */
export interface MemberRow {
  customer_id: CustomerId;
  opening_count: number;
  counted_orders: number;
  first_order_at: Date | null;
  last_order_at: Date | null;
  spent_minor: string;
  first_at: Date | null;
  first_id: string | null;
  second_at: Date | null;
  second_id: string | null;
  loyal_at: Date | null;
  loyal_id: string | null;
  champion_at: Date | null;
  champion_id: string | null;
  stage: Stage;
  settled_at: Date | null;
  next_due_at: Date | null;
}

// OFFSET 0 keeps it behind the scores: the planner of an empty database begins with all customers, and scores everybody for each.
const STORED = "CROSS JOIN LATERAL (SELECT stage, settled_at FROM customers k WHERE k.shop_id = $1 AND k.customer_id = s.customer_id OFFSET 0) c";

const OF_EACH = `
SELECT s.*, c.stage, c.settled_at, due.next_due_at
FROM unnest($2::bigint[]) AS named(customer_id)
CROSS JOIN LATERAL score_members($1, $3, named.customer_id, named.customer_id) s
${STORED}
CROSS JOIN LATERAL (
  SELECT min(t.at) AS next_due_at
  FROM orders o CROSS JOIN LATERAL (VALUES (o.processed_at), (o.paid_at), (o.cancelled_at), (o.fully_refunded_at)) t(at)
  WHERE o.shop_id = $1 AND o.customer_id = s.customer_id AND t.at > $3
) due`;

const OF_RANGE = `
SELECT s.*, c.stage, c.settled_at, due.next_due_at
FROM score_members($1, $3, $4, $5) s
${STORED}
LEFT JOIN (
  SELECT o.customer_id, min(t.at) AS next_due_at
  FROM orders o CROSS JOIN LATERAL (VALUES (o.processed_at), (o.paid_at), (o.cancelled_at), (o.fully_refunded_at)) t(at)
  WHERE o.shop_id = $1 AND o.customer_id BETWEEN $4 AND $5 AND greatest(o.processed_at, o.paid_at, o.cancelled_at, o.fully_refunded_at) > $3 AND t.at > $3
  GROUP BY o.customer_id
) due ON due.customer_id = s.customer_id
WHERE s.customer_id = ANY ($2::bigint[])`;

/**
 * Scores of the named members as of an instant, and when the next of their facts comes due (a fact dated later than
 * `asOf` counts from its own time). Aliases and unknown ids are left out.
 *
 * `isBulk`: the planner was told what a bulk read brought (refreshStatistics). Members who are neighbours are scored as one
 * range of ids then, which costs half; with plans made for an empty shop it would cost fifty times as much.
 */
export async function loadScores(tx: Tx, shopId: number, { customerIds, asOf, isBulk = false }: { customerIds: CustomerId[]; asOf: Date; isBulk?: boolean }): Promise<MemberRow[]> {
  const range = isBulk ? await findDenseRange(tx, shopId, customerIds) : undefined;
  if (!range) return (await tx.query<MemberRow>(OF_EACH, [shopId, customerIds, asOf])).rows;
  // A range that is a small part of all shops' ids is taken for one row; the orders of the whole range would be ranked for each member.
  await tx.query("SET LOCAL enable_nestloop = off");
  const { rows } = await tx.query<MemberRow>(OF_RANGE, [shopId, customerIds, asOf, range.first_id, range.last_id]);
  await tx.query("SET LOCAL enable_nestloop = DEFAULT");
  return rows;
}

/** The ids from the first to the last of some customers; undefined when as many others lie between them. */
async function findDenseRange(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<{ first_id: string; last_id: string } | undefined> {
  const { rows } = await tx.query<{ first_id: string; last_id: string; between: number }>(
    `SELECT r.first_id, r.last_id, (SELECT count(*)::int FROM (
       SELECT FROM customers k WHERE k.shop_id = $1 AND k.customer_id BETWEEN r.first_id AND r.last_id ORDER BY k.customer_id LIMIT 2 * cardinality($2::bigint[]) + 1) found) AS between
     FROM (SELECT min(id) AS first_id, max(id) AS last_id FROM unnest($2::bigint[]) AS id) r`,
    [shopId, customerIds],
  );
  return rows[0] && rows[0].between <= 2 * customerIds.length ? rows[0] : undefined;
}
