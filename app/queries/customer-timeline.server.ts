import type { NotCountedReason, Timeline, TimelineEntry } from "#app/contract/timeline.ts";
import { isDecimalId, type OrderId } from "#app/domain/ids.ts";
import { type StageReason, stageReasonSentence } from "#app/domain/scoring/stage-reason.ts";
import type { Stage } from "#app/domain/scoring/stage.ts";
import type { TierCause } from "#app/domain/tiers/qualify-tier.ts";
import { pool } from "#app/platform/db.server.ts";
import { pageLimit, readCursor, writeCursor } from "./cursor.ts";
import { findSurvivor } from "./find-survivor.server.ts";

export type TimelineRequest = {
  asOf: Date;
  /** 1 to 250, default 50. */
  limit?: number;
  /** `nextCursor` of the page before. Throws `CursorError` where it is none of ours. */
  cursor?: string;
  /** Only these kinds; default: all. */
  kinds?: readonly TimelineEntry["kind"][];
  /** Says of orders that count why they earned nothing, where they did; default: nothing is said. */
  explainUnearned?: (orderIds: OrderId[]) => Promise<ReadonlyMap<OrderId, { programVersion: number | null; why: object }>>;
};

// A tier's name may have changed, and its id stays: the last name is the one that the merchant knows.
const TIER_NAME = (id: string) => `(SELECT named.name FROM program_versions v CROSS JOIN LATERAL jsonb_to_recordset(v.definition::jsonb -> 'tiers') AS named(id text, name text)
  WHERE v.shop_id = $1 AND named.id = ${id} ORDER BY v.version DESC LIMIT 1)`;

/**
 * Everything that happened to $2 in shop $1 up to $3. `step` orders what happened at one instant: an order before the stage
 * that it reaches, a refund before the cancellation, then points, tiers and what they gave. The reasons follow the rules of `counted_orders`, in one
 * order. Of the log of tiers only the changes that still hold are told. Of the ledger only one page is read: it may be long.
 */
const EVENTS = `
  WITH policy AS (SELECT * FROM counting_policies WHERE shop_id = $1 ORDER BY version DESC LIMIT 1),
  score AS (SELECT * FROM score_members($1, $3, $2, $2)),
  counted AS (SELECT order_id, seen_rank FROM counted_orders($1, $3, $2, $2)),
  mine AS (
    SELECT o.*, counted.seen_rank + score.opening_count AS rank, score.opening_count > 0 AS is_about,
      CASE
        WHEN counted.order_id IS NOT NULL THEN NULL
        WHEN o.deleted_at <= $3 THEN 'deleted'
        WHEN o.is_test THEN 'test'
        WHEN o.cancelled_at <= $3 THEN 'cancelled'
        WHEN o.fully_refunded_at <= $3 THEN 'fully_refunded'
        WHEN o.created_at < s.history_horizon_at AND NOT o.is_from_file THEN 'inside_opening_count'
        WHEN p.count_from = 'payment' AND (o.paid_at IS NULL OR o.paid_at > $3) THEN 'unpaid'
        WHEN o.total_minor <= 0 AND NOT is_free_by_reward($1, o.discount_minor, o.discount_codes) THEN 'zero_total'
        WHEN o.total_minor < p.minimum_order_minor THEN 'below_minimum'
        WHEN o.tags && p.excluded_tags THEN 'excluded_tag'
        WHEN is_excluded_source(o.source_name, p.excluded_sources) THEN 'excluded_source'
        ELSE 'in_the_future'
      END AS not_counted_reason
    FROM orders o JOIN shops s ON s.id = o.shop_id CROSS JOIN policy p CROSS JOIN score LEFT JOIN counted USING (order_id)
    WHERE o.shop_id = $1 AND o.customer_id = $2
  ), points AS (
    SELECT 'points' AS kind, 9 AS step, occurred_at, id, order_id,
      jsonb_build_object('entryKind', kind, 'points', CASE WHEN kind = 'reverse_waived' THEN waived_points WHEN settled_points <> 0 THEN settled_points ELSE pending_points END,
        'programVersion', program_version, 'why', why)
    FROM ledger_entries WHERE shop_id = $1 AND customer_id = $2 AND occurred_at <= $3 AND ($4::text[] IS NULL OR 'points' = ANY ($4))
      AND ($5::bigint IS NULL OR occurred_at <= timestamptz 'epoch' + $5::bigint * interval '1 microsecond')
      AND ($5::bigint IS NULL OR (occurred_at, 9, id) < (timestamptz 'epoch' + $5::bigint * interval '1 microsecond', $6::int, $7::bigint))
    ORDER BY occurred_at DESC, id DESC LIMIT $8
  ), events (kind, step, at, number, order_id, about) AS (
    SELECT 'order', 1, processed_at, order_id, order_id,
      jsonb_build_object('totalMinor', total_minor, 'currency', currency, 'rank', rank, 'isAbout', is_about, 'notCountedReason', not_counted_reason) FROM mine
    UNION ALL SELECT 'stage', 2, t.at, t.number, t.order_id, jsonb_build_object('stage', t.stage) FROM score CROSS JOIN policy CROSS JOIN LATERAL (VALUES
      ('first', 1, first_at, first_id, true), ('second', 2, second_at, second_id, policy.loyal_at > 2),
      ('loyal', 3, score.loyal_at, loyal_id, true), ('champion', 4, score.champion_at, champion_id, true)) t(stage, number, at, order_id, is_stage) WHERE t.is_stage AND t.order_id IS NOT NULL
    UNION ALL SELECT 'refund', 3, r.created_at, r.refund_id, r.order_id,
      jsonb_build_object('amountMinor', r.amount_minor, 'currency', m.currency, 'isComplete', coalesce(m.fully_refunded_at = r.created_at, false),
        'awaitsMoney', NOT r.is_paid_back AND cardinality(r.transaction_ids) > 0)
      FROM mine m JOIN refunds r ON r.shop_id = $1 AND r.order_id = m.order_id
    UNION ALL SELECT 'cancellation', 4, cancelled_at, order_id, order_id, '{}' FROM mine
    UNION ALL SELECT 'deletion', 5, deleted_at, order_id, order_id, '{}' FROM mine
    UNION ALL SELECT 'moved_back', 6, t.observed_at, t.id, NULL, jsonb_build_object('fromStage', t.from_stage, 'toStage', t.to_stage, 'reason', t.reason)
      FROM stage_transitions t WHERE t.shop_id = $1 AND t.customer_id = $2
      AND array_position(ARRAY['prospect', 'first', 'second', 'loyal', 'champion'], t.to_stage) < array_position(ARRAY['prospect', 'first', 'second', 'loyal', 'champion'], t.from_stage)
    UNION ALL SELECT 'merge', 7, merged_at, customer_id, NULL, '{}' FROM customers WHERE shop_id = $1 AND merged_into_id = $2
    UNION ALL SELECT 'created', 0, created_at, customer_id, NULL, '{}' FROM customers WHERE shop_id = $1 AND customer_id = $2
    UNION ALL SELECT 'redaction', 8, redacted_at, customer_id, NULL, '{}' FROM customers WHERE shop_id = $1 AND customer_id = $2
    UNION ALL SELECT 'tier', 10, t.occurred_at, t.id, NULL, jsonb_build_object('fromTier', ${TIER_NAME("t.from_tier_id")}, 'toTier', ${TIER_NAME("t.to_tier_id")}, 'cause', t.cause)
      FROM member_tiers m CROSS JOIN LATERAL jsonb_to_recordset(m.changes) AS held(at timestamptz, "fromTierId" text, "toTierId" text)
      JOIN tier_changes t ON t.shop_id = $1 AND t.customer_id = $2 AND t.occurred_at = held.at
        AND t.from_tier_id IS NOT DISTINCT FROM held."fromTierId" AND t.to_tier_id IS NOT DISTINCT FROM held."toTierId"
      WHERE m.shop_id = $1 AND m.customer_id = $2
    UNION ALL SELECT 'perk', c.step, c.at, p.id, p.order_id, jsonb_build_object('perk', p.kind, 'change', c.change, 'name', p.name, 'tier', ${TIER_NAME("p.tier_id")}, 'n', p.n,
        'redemptionId', p.redemption_id, 'endReason', CASE WHEN c.change = 'ended' THEN p.end_reason END, 'refusal', CASE WHEN c.change = 'ended' THEN p.refusal END)
      FROM member_perks p CROSS JOIN LATERAL (VALUES ('given', 11, p.given_at), ('ended', 12, p.ended_at)) c(change, step, at)
      WHERE p.shop_id = $1 AND p.customer_id IN (SELECT customer_id FROM customers WHERE shop_id = $1 AND (customer_id = $2 OR merged_into_id = $2))
    UNION ALL SELECT * FROM points
  )
  SELECT e.kind, e.step, e.at, e.number, e.order_id, o.name AS order_name, e.about, (extract(epoch FROM e.at) * 1000000)::bigint AS at_us
  FROM events e LEFT JOIN orders o ON o.shop_id = $1 AND o.order_id = e.order_id
  WHERE e.at <= $3 AND ($4::text[] IS NULL OR e.kind = ANY ($4))
    AND ($5::bigint IS NULL OR (e.at, e.step, e.number) < (timestamptz 'epoch' + $5::bigint * interval '1 microsecond', $6::int, $7::bigint))
  ORDER BY e.at DESC, e.step DESC, e.number DESC LIMIT $8`;

/** What happened to one customer, newest first. Former ids answer for the survivor; undefined for an unknown or deleted customer. */
export async function findCustomerTimeline(shopId: number, customerId: string, request: TimelineRequest): Promise<Timeline | undefined> {
  const after = request.cursor === undefined ? [null, null, null] : readPosition(request.cursor);
  const customer = await findSurvivor(shopId, customerId);
  if (!customer) return undefined;
  const limit = pageLimit(request.limit);
  const { rows } = await pool.query<Row>(EVENTS, [shopId, customer.customer_id, request.asOf, request.kinds ?? null, ...after, limit + 1]);
  const last = rows[limit - 1];
  const items = rows.slice(0, limit).map(toEntry);
  const unearned = await request.explainUnearned?.(items.flatMap((entry) => (entry.kind === "order" && entry.rank !== null ? entry.orderId : [])));
  for (const entry of items) if (entry.kind === "order") entry.unearned = toUnearned(unearned?.get(entry.orderId));
  return {
    items,
    nextCursor: rows.length > limit && last ? writeCursor([last.at_us, String(last.step), last.number]) : null,
  };
}

const toUnearned = (one: { programVersion: number | null; why: object } | undefined) => (one ? { programVersion: one.programVersion, why: { ...one.why } } : null);

function readPosition(cursor: string): (string | null)[] {
  return readCursor(cursor, [
    (at) => at !== null && /^-?\d{1,17}$/.test(at),
    (step) => step !== null && /^([0-9]|1[0-2])$/.test(step),
    (number) => number !== null && isDecimalId(number),
  ]);
}

type PerkEntry = Extract<TimelineEntry, { kind: "perk" }>;

type Row = {
  kind: TimelineEntry["kind"];
  step: number;
  at: Date;
  at_us: string;
  number: string;
  order_id: string | null;
  order_name: string | null;
  about: Partial<{
    totalMinor: number; currency: string; rank: number | null; isAbout: boolean; notCountedReason: NotCountedReason | null;
    amountMinor: number; isComplete: boolean; awaitsMoney: boolean; stage: Stage; fromStage: Stage; toStage: Stage; reason: StageReason;
    entryKind: string; points: number; programVersion: number | null; why: Record<string, unknown>;
    fromTier: string | null; toTier: string | null; cause: TierCause; tier: string | null; n: number | null; name: string; redemptionId: string | null; refusal: string | null;
    perk: PerkEntry["perk"]; change: PerkEntry["change"]; endReason: PerkEntry["endReason"];
  }>;
};

function toEntry({ kind, at, number, order_id, order_name, about }: Row): TimelineEntry {
  const entry = { id: `${kind}:${number}`, at: at.toISOString() };
  const order = { orderId: order_id ?? "", orderName: order_name };
  switch (kind) {
    case "order":
      return {
        ...entry, kind, ...order, totalMinor: about.totalMinor ?? 0, currency: about.currency ?? "", rank: about.rank ?? null, isAbout: about.isAbout ?? false,
        notCountedReason: about.notCountedReason ?? null, unearned: null,
      };
    case "stage":
      return { ...entry, kind, ...order, stage: about.stage ?? "first" };
    case "refund":
      return {
        ...entry, kind, ...order, refundId: number, amountMinor: about.amountMinor ?? 0, currency: about.currency ?? "", isComplete: about.isComplete ?? false,
        awaitsMoney: about.awaitsMoney ?? false,
      };
    case "cancellation":
    case "deletion":
      return { ...entry, kind, ...order };
    case "moved_back": {
      const { fromStage = "prospect", toStage = "prospect", reason = { kind: "no_counted_order" } } = about;
      // They had one: "yet" would deny it.
      const why = reason.kind === "no_counted_order" ? "No order counts any more." : stageReasonSentence(reason);
      const sentence = `Moved back from ${fromStage} to ${toStage}. ${why}`;
      return { ...entry, kind, fromStage, toStage, reason, sentence };
    }
    case "points":
      return {
        ...entry, kind, entryKind: about.entryKind ?? "", points: about.points ?? 0, orderId: order_id, orderName: order_name, programVersion: about.programVersion ?? null,
        why: about.why ?? {},
      };
    case "tier": {
      const { fromTier = null, toTier = null, cause = { kind: "program", basis: "orders", total: 0, threshold: null, version: 0 } } = about;
      return { ...entry, kind, fromTier, toTier, cause };
    }
    case "perk":
      return {
        ...entry, id: `${entry.id}:${about.change ?? "given"}`, kind, perk: about.perk ?? "gift", change: about.change ?? "given", name: about.name ?? "", tier: about.tier ?? null, n: about.n ?? null,
        orderId: order_id, orderName: order_name, redemptionId: about.redemptionId ?? null, endReason: about.endReason ?? null, refusal: about.refusal ?? null,
      };
    case "merge":
      return { ...entry, kind, mergedId: number };
    case "created":
    case "redaction":
      return { ...entry, kind };
  }
}
