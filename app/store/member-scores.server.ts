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

/**
 * Scores of the named members as of an instant, and when the next of their facts comes due (a fact dated later than
 * `asOf` counts from its own time). Aliases and unknown ids are left out.
 */
export async function loadScores(tx: Tx, shopId: number, { customerIds, asOf }: { customerIds: CustomerId[]; asOf: Date }): Promise<MemberRow[]> {
  const answer = await tx.query<MemberRow>(
    `SELECT s.*, c.stage, c.settled_at, due.next_due_at
     FROM unnest($2::bigint[]) AS named(customer_id)
     CROSS JOIN LATERAL score_members($1, $3, named.customer_id, named.customer_id) s
     -- OFFSET 0 keeps it behind the scores: the planner of an empty database begins with all customers, and scores everybody for each.
     CROSS JOIN LATERAL (SELECT stage, settled_at FROM customers k WHERE k.shop_id = $1 AND k.customer_id = s.customer_id OFFSET 0) c
     CROSS JOIN LATERAL (
       SELECT min(t.at) AS next_due_at
       FROM orders o CROSS JOIN LATERAL (VALUES (o.processed_at), (o.paid_at), (o.cancelled_at), (o.fully_refunded_at)) t(at)
       WHERE o.shop_id = $1 AND o.customer_id = s.customer_id AND t.at > $3
     ) due`,
    [shopId, customerIds, asOf],
  );
  return answer.rows;
}
