import type { CustomerId } from "#app/domain/ids.ts";
import type { SummarisedMember } from "#app/domain/summary/member-summary.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";
import { changeSummaryPush, loadSummaryPush } from "./summary-pushes.server.ts";

/**
 * A member who may have changed in what Shopify shows. `changes` says which change was read. Triggers on balances, tiers and
 * stages set the mark, so that no way of writing them can forget it.
 */
export interface DirtySummary extends SummarisedMember {
  customerId: CustomerId;
  changes: string;
  pushedHash: string | null;
  /** What a bulk operation under way says of the member. */
  sentHash: string | null;
  /** Shopify did not take the last value. */
  isRefused: boolean;
  tags: string[];
  /** Merged away, deleted or erased: nothing is written any more. */
  isGone: boolean;
}

const READ = `SELECT s.customer_id::text AS "customerId", s.changes::text AS changes, s.pushed_hash AS "pushedHash", s.sent_hash AS "sentHash",
    s.refusal IS NOT NULL AS "isRefused", s.tags,
    c.customer_id IS NULL OR c.merged_into_id IS NOT NULL OR c.deleted_at IS NOT NULL OR c.redacted_at IS NOT NULL AS "isGone",
    coalesce(m.pending_points, 0)::float8 AS "pendingPoints", coalesce(m.settled_points, 0)::float8 AS "settledPoints", m.claimed_at IS NOT NULL AS "isClaimed",
    coalesce(c.stage, 'prospect') AS stage, coalesce(c.order_count, 0) AS "orderCount", c.last_order_at AS "lastOrderAt", t.tier_id AS "tierId",
    EXISTS (SELECT 1 FROM member_exclusions e JOIN customers x ON x.shop_id = e.shop_id AND x.customer_id = e.customer_id
      WHERE e.shop_id = s.shop_id AND e.until_at IS NULL AND (x.customer_id = s.customer_id OR x.merged_into_id = s.customer_id)) AS "isExcluded"
  FROM member_summaries s
  LEFT JOIN customers c ON c.shop_id = s.shop_id AND c.customer_id = s.customer_id
  LEFT JOIN member_points m ON m.shop_id = s.shop_id AND m.customer_id = s.customer_id
  LEFT JOIN member_tiers t ON t.shop_id = s.shop_id AND t.customer_id = s.customer_id`;

/** Members that wait, by id, after one. */
export async function listDirtySummaries(tx: Tx, shopId: number, { afterId, limit }: { afterId: CustomerId; limit: number }): Promise<DirtySummary[]> {
  const rows = await tx.query<DirtySummary>(
    `${READ} WHERE s.shop_id = $1 AND s.dirty_since IS NOT NULL AND s.customer_id > $2 ORDER BY s.customer_id LIMIT $3`,
    [shopId, afterId, limit],
  );
  return rows.rows;
}

/** Members that wait, the last change first. */
export async function listNewestDirty(tx: Tx, shopId: number, limit: number): Promise<DirtySummary[]> {
  return (await tx.query<DirtySummary>(`${READ} WHERE s.shop_id = $1 AND s.dirty_since IS NOT NULL ORDER BY s.dirty_since DESC, s.customer_id LIMIT $2`, [shopId, limit])).rows;
}

/** How many members wait who may be written many at a time; those whose last value was refused are not among them. */
export async function countDirtySummaries(tx: Tx, shopId: number, limit: number): Promise<number> {
  const rows = await tx.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM (SELECT 1 FROM member_summaries WHERE shop_id = $1 AND dirty_since IS NOT NULL AND refusal IS NULL LIMIT $2) d",
    [shopId, limit],
  );
  return rows.rows[0]?.count ?? 0;
}

/** What Shopify holds of a member now. `changes` says which change that follows from. */
export interface SummaryWritten {
  customerId: CustomerId;
  changes: string;
  pushedHash: string | null;
  refusal: string | null;
  tags: string[];
}

/** Notes what Shopify holds now. Whoever changed again meanwhile keeps waiting. The caller holds the shop's facts. */
export async function noteWritten(tx: LockedTx, shopId: number, { written, now }: { written: SummaryWritten[]; now: Date }): Promise<void> {
  await tx.query(
    `UPDATE member_summaries s SET dirty_since = CASE WHEN s.changes = x.changes THEN NULL ELSE s.dirty_since END, refusal = x.refusal, tags = x.tags,
       pushed_at = CASE WHEN s.pushed_hash IS DISTINCT FROM x."pushedHash" THEN $3 ELSE s.pushed_at END, pushed_hash = x."pushedHash"
     FROM json_to_recordset($2::json) AS x("customerId" bigint, changes bigint, "pushedHash" text, refusal text, tags text[])
     WHERE s.shop_id = $1 AND s.customer_id = x."customerId"`,
    [shopId, JSON.stringify(written), now],
  );
}

/**
 * Marks the next members, so many at most, where everybody is to be looked at. Answers whether some are left; whoever dies in
 * between leaves them to the next.
 */
export async function markNextSummaries(tx: LockedTx, shopId: number, { limit, now }: { limit: number; now: Date }): Promise<boolean> {
  const { markedThroughId, isForgetting } = await loadSummaryPush(tx, shopId);
  if (markedThroughId === null) return false;
  const { rows } = await tx.query<{ members: number; through_id: string | null }>(
    `SELECT count(*)::integer AS members, max(customer_id)::text AS through_id
     FROM (SELECT customer_id FROM customers WHERE shop_id = $1 AND customer_id > $2 ORDER BY customer_id LIMIT $3) piece`,
    [shopId, markedThroughId, limit],
  );
  const { members = 0, through_id: throughId = null } = rows[0] ?? {};
  const span = [shopId, markedThroughId, throughId];
  if (isForgetting) {
    await tx.query(
      `UPDATE member_summaries SET pushed_hash = NULL, sent_line = NULL, sent_hash = NULL
       WHERE shop_id = $1 AND customer_id > $2 AND customer_id <= $3 AND (pushed_hash IS NOT NULL OR sent_hash IS NOT NULL)`,
      span,
    );
  }
  await tx.query(
    `INSERT INTO member_summaries AS m (shop_id, customer_id, dirty_since)
     SELECT shop_id, customer_id, $4 FROM customers
     WHERE shop_id = $1 AND customer_id > $2 AND customer_id <= $3 AND merged_into_id IS NULL AND deleted_at IS NULL AND redacted_at IS NULL ORDER BY customer_id
     ON CONFLICT (shop_id, customer_id) DO UPDATE SET changes = m.changes + 1, dirty_since = coalesce(m.dirty_since, excluded.dirty_since)`,
    [...span, now],
  );
  const isLeft = members === limit;
  await changeSummaryPush(tx, shopId, isLeft ? { markedThroughId: throughId } : { markedThroughId: null, isForgetting: false });
  return isLeft;
}

/** A member on a line of a bulk operation's file; lines count from 0. */
export interface SummarySent {
  customerId: CustomerId;
  line: number;
  sentHash: string;
}

/** Notes who is in the file of a bulk operation. The caller holds the shop's facts. */
export async function noteSent(tx: LockedTx, shopId: number, sent: SummarySent[]): Promise<void> {
  await tx.query(
    `UPDATE member_summaries s SET sent_line = x.line, sent_hash = x."sentHash"
     FROM json_to_recordset($2::json) AS x("customerId" bigint, line integer, "sentHash" text) WHERE s.shop_id = $1 AND s.customer_id = x."customerId"`,
    [shopId, JSON.stringify(sent)],
  );
}

/**
 * Notes what a bulk operation came to. Members on other than the good lines wait again, to be written without one; null:
 * it came to nothing, and everybody on it waits as before. Whoever was written by another call meanwhile waits too:
 * nobody knows which of the two came last. Answers how many members stand on good lines. The caller holds the shop's facts.
 */
export async function noteBulkDone(tx: LockedTx, shopId: number, { goodLines, startedAt, now }: { goodLines: number[] | null; startedAt: Date; now: Date }): Promise<number> {
  const { rows } = await tx.query<{ written: number }>(
    `WITH noted AS (UPDATE member_summaries s SET pushed_hash = CASE WHEN x.waits THEN NULL ELSE s.sent_hash END, pushed_at = CASE WHEN x.waits THEN s.pushed_at ELSE $4 END,
       dirty_since = CASE WHEN x.waits THEN coalesce(s.dirty_since, $4) ELSE s.dirty_since END, changes = s.changes + 1,
       refusal = CASE WHEN x.failed AND $2::int[] IS NOT NULL THEN 'refused in a bulk operation' END, sent_line = NULL, sent_hash = NULL
     FROM (SELECT customer_id, failed, failed OR coalesce(pushed_at >= $3, false) AS waits
           FROM (SELECT customer_id, pushed_at, $2::int[] IS NULL OR sent_line <> ALL ($2) AS failed FROM member_summaries WHERE shop_id = $1 AND sent_line IS NOT NULL) l) x
     WHERE s.shop_id = $1 AND s.customer_id = x.customer_id RETURNING x.failed)
     SELECT count(*) FILTER (WHERE NOT failed)::int AS written FROM noted`,
    [shopId, goodLines, startedAt, now],
  );
  return rows[0]?.written ?? 0;
}

/**
 * Whether there is something to tell Shopify: somebody waits or is to be marked, a bulk operation is under way, everybody is due for the
 * daily look, a version came into force for which nobody was marked, or the merchant has changed texts.
 */
export async function isPushDue(tx: Tx, shopId: number, now: Date): Promise<boolean> {
  const rows = await tx.query<{ is_due: boolean }>(
    `SELECT coalesce(p.rests_until <= $2, true) AND (
       EXISTS (SELECT 1 FROM member_summaries m WHERE m.shop_id = $1 AND m.dirty_since IS NOT NULL)
       OR p.marked_through_id IS NOT NULL OR coalesce(p.bulk_started_at IS NOT NULL AND p.bulk_finished_at IS NULL, false) OR coalesce(p.marked_at <= $2 - interval '1 day', true)
       OR p.program_version IS DISTINCT FROM v.version
       OR t.changed_at IS DISTINCT FROM p.texts_told_at) AS is_due
     FROM (SELECT max(version) AS version FROM program_versions WHERE shop_id = $1 AND starts_at <= $2) v LEFT JOIN summary_pushes p ON p.shop_id = $1
     LEFT JOIN storefront_texts t ON t.shop_id = $1
     WHERE v.version IS NOT NULL`,
    [shopId, now],
  );
  return rows.rows[0]?.is_due ?? false;
}

/** Whether the merchant has changed texts of the blocks since Shopify was last told. */
export async function hasUntoldTexts(tx: Tx, shopId: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    "SELECT 1 FROM storefront_texts t LEFT JOIN summary_pushes p ON p.shop_id = t.shop_id WHERE t.shop_id = $1 AND t.changed_at IS DISTINCT FROM p.texts_told_at",
    [shopId],
  );
  return rowCount === 1;
}
