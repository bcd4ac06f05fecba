import type { Stage } from "#app/domain/scoring/stage.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** Customers who have the same stored stage and the same counts under the policy that is in force in this transaction. */
export interface ScoreGroup {
  stage: Stage;
  openingCount: number;
  countedOrders: number;
  customers: number;
}

/** Counts above `ranksMax` are put together: they make no difference to a stage. */
export async function countByScore(tx: Tx, shopId: number, { asOf, ranksMax }: { asOf: Date; ranksMax: number }): Promise<ScoreGroup[]> {
  const groups = await tx.query<ScoreGroup>(
    `SELECT c.stage, least(s.opening_count, $3::integer) AS "openingCount", least(s.counted_orders, $3::integer) AS "countedOrders", count(*)::integer AS customers
     FROM score_members($1, $2) s JOIN customers c ON c.shop_id = $1 AND c.customer_id = s.customer_id
     WHERE c.deleted_at IS NULL GROUP BY 1, 2, 3`,
    [shopId, asOf, ranksMax],
  );
  return groups.rows;
}

/** Customers of these groups, those with the most recent order first; `group` is the place of theirs in the list. */
export async function listByScore(
  tx: Tx,
  shopId: number,
  { groups, asOf, ranksMax, limit }: { groups: ScoreGroup[]; asOf: Date; ranksMax: number; limit: number },
): Promise<{ id: string; email: string | null; firstName: string | null; lastName: string | null; group: number }[]> {
  const found = await tx.query(
    `SELECT c.customer_id::text AS id, c.email, c.first_name AS "firstName", c.last_name AS "lastName", (g.place - 1)::integer AS "group"
     FROM score_members($1, $2) s JOIN customers c ON c.shop_id = $1 AND c.customer_id = s.customer_id
     JOIN unnest($4::text[], $5::integer[], $6::integer[]) WITH ORDINALITY g(stage, opening, counted, place)
       ON g.stage = c.stage AND g.opening = least(s.opening_count, $3::integer) AND g.counted = least(s.counted_orders, $3::integer)
     WHERE c.deleted_at IS NULL ORDER BY s.last_order_at DESC NULLS LAST, c.customer_id LIMIT $7`,
    [shopId, asOf, ranksMax, groups.map(({ stage }) => stage), groups.map(({ openingCount }) => openingCount), groups.map(({ countedOrders }) => countedOrders), limit],
  );
  return found.rows;
}

/** Of the second orders, how many were placed on the shop-local day of the first; orders of one day taken apart. */
export async function countSameDaySeconds(tx: Tx, shopId: number, asOf: Date): Promise<{ sameDay: number; all: number }> {
  const row = await tx.query<{ same_day: number; all: number }>(
    `SELECT count(*) FILTER (WHERE (second_at AT TIME ZONE s.time_zone)::date = (first_at AT TIME ZONE s.time_zone)::date)::integer AS same_day, count(*)::integer AS "all"
     FROM (
       SELECT customer_id, (array_agg(processed_at ORDER BY processed_at, order_id))[1] AS first_at, (array_agg(processed_at ORDER BY processed_at, order_id))[2] AS second_at
       FROM counted_orders($1, $2) GROUP BY customer_id
     ) c CROSS JOIN shops s WHERE s.id = $1 AND second_at IS NOT NULL`,
    [shopId, asOf],
  );
  return { sameDay: row.rows[0]?.same_day ?? 0, all: row.rows[0]?.all ?? 0 };
}
