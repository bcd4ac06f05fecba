import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { StageReason } from "#app/domain/scoring/stage-reason.ts";
import type { Stage } from "#app/domain/scoring/stage.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";
import { rowsRelation } from "#app/platform/rows-relation.ts";

/** What is stored of one settled member. Money in minor units of the shop's currency. */
export interface ScoredCustomer {
  customerId: CustomerId;
  countedOrders: number;
  orderCount: number;
  firstOrderAt: Date | null;
  lastOrderAt: Date | null;
  spentMinor: number;
  stage: Stage;
  stageSince: Date | null;
  stageOrderId: OrderId | null;
  stageReason: StageReason;
  nextDueAt: Date | null;
}

export interface TransitionRow {
  customerId: CustomerId;
  fromStage: Stage;
  toStage: Stage;
  orderId: OrderId | null;
  reason: StageReason;
}

const SCORES = rowsRelation("s", {
  customerId: "bigint", countedOrders: "integer", orderCount: "integer", firstOrderAt: "timestamptz", lastOrderAt: "timestamptz", spentMinor: "bigint",
  stage: "text", stageSince: "timestamptz", stageOrderId: "bigint", stageReason: "jsonb", nextDueAt: "timestamptz",
});

/** Writes scores in one statement and clears the dirty marks. A score that is stored already is not written again. */
export async function writeScores(tx: LockedTx, shopId: number, { scores, now }: { scores: ScoredCustomer[]; now: Date }): Promise<void> {
  await tx.query(
    `UPDATE customers c SET counted_orders = s."countedOrders", order_count = s."orderCount", first_order_at = s."firstOrderAt", last_order_at = s."lastOrderAt",
       spent_minor = s."spentMinor", stage = s.stage, stage_since = s."stageSince", stage_order_id = s."stageOrderId", stage_reason = s."stageReason",
       next_due_at = s."nextDueAt", settled_at = $2, dirty_since = NULL
     FROM ${SCORES.from(3)}
     WHERE c.shop_id = $1 AND c.customer_id = s."customerId" AND (
       c.settled_at IS NULL OR c.dirty_since IS NOT NULL
       OR (c.counted_orders, c.order_count, c.first_order_at, c.last_order_at, c.spent_minor, c.stage, c.stage_since, c.stage_order_id, c.stage_reason, c.next_due_at)
         IS DISTINCT FROM (s."countedOrders", s."orderCount", s."firstOrderAt", s."lastOrderAt", s."spentMinor", s.stage, s."stageSince", s."stageOrderId", s."stageReason", s."nextDueAt"))`,
    [shopId, now, ...SCORES.values(scores)],
  );
}

const TRANSITIONS = rowsRelation("t", { customerId: "bigint", fromStage: "text", toStage: "text", orderId: "bigint", reason: "jsonb" });

/** Appends to the log of observed stage changes. */
export async function appendTransitions(tx: LockedTx, shopId: number, { transitions, now }: { transitions: TransitionRow[]; now: Date }): Promise<void> {
  if (transitions.length === 0) return;
  await tx.query(
    `INSERT INTO stage_transitions (shop_id, customer_id, from_stage, to_stage, order_id, reason, observed_at)
     SELECT $1, t."customerId", t."fromStage", t."toStage", t."orderId", t.reason, $2
     FROM ${TRANSITIONS.from(3)}`,
    [shopId, now, ...TRANSITIONS.values(transitions)],
  );
}

/** Marks members as touched by facts, to be settled later. The first mark keeps its time. */
export async function markDirty(tx: LockedTx, shopId: number, { customerIds, now }: { customerIds: CustomerId[]; now: Date }): Promise<void> {
  await tx.query("UPDATE customers SET dirty_since = $3 WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND dirty_since IS NULL AND merged_into_id IS NULL", [shopId, customerIds, now]);
}

/** Members that wait to be settled, by a mark, because a fact's time has come, or because points or a tier are due: at most `limit` in all, in the order of their ids. */
export async function findUnsettled(tx: Tx, shopId: number, { now, limit }: { now: Date; limit: number }): Promise<CustomerId[]> {
  const answer = await tx.query<{ customer_id: string }>(
    `(SELECT customer_id FROM customers WHERE shop_id = $1 AND dirty_since IS NOT NULL ORDER BY customer_id LIMIT $3)
     UNION (SELECT customer_id FROM customers WHERE shop_id = $1 AND next_due_at <= $2 ORDER BY next_due_at LIMIT $3)
     UNION (SELECT customer_id FROM member_points WHERE shop_id = $1 AND next_due_at <= $2 ORDER BY next_due_at LIMIT $3)
     UNION (SELECT t.customer_id FROM member_tiers t JOIN customers k ON k.shop_id = $1 AND k.customer_id = t.customer_id
            WHERE t.shop_id = $1 AND t.next_due_at <= $2 AND k.merged_into_id IS NULL ORDER BY t.next_due_at LIMIT $3)
     ORDER BY customer_id LIMIT $3`,
    [shopId, now, limit],
  );
  return answer.rows.map((row) => row.customer_id);
}

/** How many members are marked, and the id in their middle. */
export async function findMarkedMiddle(tx: Tx, shopId: number): Promise<{ marked: number; middleId: CustomerId }> {
  const { rows } = await tx.query<{ marked: number; middle_id: string | null }>(
    `SELECT count(*)::int AS marked, (percentile_disc(0.5) WITHIN GROUP (ORDER BY customer_id))::text AS middle_id
     FROM customers WHERE shop_id = $1 AND dirty_since IS NOT NULL`,
    [shopId],
  );
  return { marked: rows[0]?.marked ?? 0, middleId: rows[0]?.middle_id ?? "0" };
}

/** Marked members of one half of the ids: up to the middle one, or behind it; lowest ids first. */
export async function findMarked(tx: Tx, shopId: number, { half, middleId, limit }: { half: "lower" | "upper"; middleId: CustomerId; limit: number }): Promise<CustomerId[]> {
  const { rows } = await tx.query<{ customer_id: string }>(
    `SELECT customer_id FROM customers WHERE shop_id = $1 AND dirty_since IS NOT NULL AND customer_id ${half === "lower" ? "<=" : ">"} $2 ORDER BY customer_id LIMIT $3`,
    [shopId, middleId, limit],
  );
  return rows.map((row) => row.customer_id);
}
