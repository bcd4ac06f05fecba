import type { Backfill, Reconciliation, Sync } from "#app/contract/sync.ts";
import { STAGES } from "#app/domain/scoring/stage.ts";
import { pool } from "#app/platform/db.server.ts";

/** One statement, so that "nothing waits" is true of one instant. */
const STATE = `
  SELECT s.installed_at, s.uninstalled_at, s.reopen_needed_at, s.history_horizon_at, s.deliveries_failing_since,
    (SELECT count(*) FROM inbox_events e WHERE e.shop_domain = s.domain AND e.state = 'pending') AS pending,
    (SELECT count(*) FROM inbox_events e WHERE e.shop_domain = s.domain AND e.state = 'parked') AS parked,
    (SELECT e.received_at FROM inbox_events e WHERE e.shop_domain = s.domain AND e.state = 'pending' ORDER BY e.id LIMIT 1) AS oldest_pending_at,
    (SELECT count(*) FROM customers c WHERE c.shop_id = s.id AND c.dirty_since IS NOT NULL)
      + (SELECT count(*) FROM customers c WHERE c.shop_id = s.id AND c.dirty_since IS NULL AND c.next_due_at <= $2 AND (c.customer_id > s.marked_through_id) IS NOT TRUE)
      + CASE WHEN s.marked_through_id IS NULL THEN 0 -- nearly always; without the question all customers would be looked through
        ELSE (SELECT count(*) FROM customers c WHERE c.shop_id = s.id AND c.dirty_since IS NULL AND c.customer_id > s.marked_through_id AND c.merged_into_id IS NULL) END AS unsettled_customers,
    (SELECT max(last.at) FROM unnest($3::text[]) AS g(stage) CROSS JOIN LATERAL (SELECT max(c.last_order_at) AS at FROM customers c WHERE c.shop_id = s.id AND c.stage = g.stage) last) AS last_order_at,
    (SELECT json_agg(b ORDER BY b.subject) FROM (
      SELECT DISTINCT ON (b.subject) b.subject, b.state, b.objects_done AS done, b.objects_total AS total, b.failure, b.started_at, b.updated_at, b.finished_at
      FROM backfills b WHERE b.shop_id = s.id ORDER BY b.subject, b.id DESC) b) AS backfills,
    (SELECT json_agg(r ORDER BY r.finished_at DESC) FROM (
      SELECT DISTINCT ON (r.kind) r.kind, r.started_at, r.finished_at, r.orders_checked, r.orders_differing, r.orders_unreadable, r.unreadable_ids[:5]::text[] AS unreadable_ids
      FROM reconciliations r WHERE r.shop_id = s.id AND r.finished_at IS NOT NULL AND r.failure IS NULL ORDER BY r.kind, r.id DESC) r) AS reconciliations,
    k.checked_at AS points_checked_at, k.members_differing
  FROM shops s LEFT JOIN points_checks k ON k.shop_id = s.id WHERE s.id = $1`;

/** How well the shop is known right now: readings of the history, deliveries that wait, and the last comparisons. Throws for an unknown shop. */
export async function getSyncState(shopId: number, now: Date): Promise<Sync> {
  const { rows } = await pool.query<Row>(STATE, [shopId, now, STAGES]);
  const row = rows[0];
  if (!row) throw new Error(`shop ${shopId} is unknown`);
  const backfills = (row.backfills ?? []).map(toBackfill);
  const [pending, unsettledCustomers] = [Number(row.pending), Number(row.unsettled_customers)];
  const isHistoryRead = backfills.length > 0 && backfills.every(({ state }) => state === "done");
  return {
    asOf: now.toISOString(),
    isUpToDate: isHistoryRead && pending === 0 && unsettledCustomers === 0,
    installedAt: row.installed_at.toISOString(),
    uninstalledAt: row.uninstalled_at?.toISOString() ?? null,
    reopenNeededAt: row.reopen_needed_at?.toISOString() ?? null,
    historyFrom: row.history_horizon_at?.toISOString() ?? null,
    backfills,
    inbox: { pending, parked: Number(row.parked), oldestPendingAt: row.oldest_pending_at?.toISOString() ?? null, failingSince: row.deliveries_failing_since?.toISOString() ?? null },
    unsettledCustomers,
    lastOrderAt: row.last_order_at?.toISOString() ?? null,
    reconciliations: (row.reconciliations ?? []).map(toReconciliation),
    points: row.points_checked_at && { checkedAt: row.points_checked_at.toISOString(), membersDiffering: row.members_differing ?? 0 },
  };
}

type Row = {
  installed_at: Date;
  uninstalled_at: Date | null;
  reopen_needed_at: Date | null;
  history_horizon_at: Date | null;
  deliveries_failing_since: Date | null;
  pending: string;
  parked: string;
  oldest_pending_at: Date | null;
  unsettled_customers: string;
  last_order_at: Date | null;
  backfills: BackfillRow[] | null;
  reconciliations: ReconciliationRow[] | null;
  points_checked_at: Date | null;
  members_differing: number | null;
};

/** Instants inside of JSON are texts. */
type BackfillRow = Pick<Backfill, "subject" | "state" | "done" | "total" | "failure"> & { started_at: string; updated_at: string; finished_at: string | null };
type ReconciliationRow = { kind: Reconciliation["kind"]; started_at: string; finished_at: string; orders_checked: number; orders_differing: number; orders_unreadable: number; unreadable_ids: string[] };

const toIso = (text: string) => new Date(text).toISOString();

function toBackfill({ started_at, updated_at, finished_at, ...rest }: BackfillRow): Backfill {
  return { ...rest, startedAt: toIso(started_at), updatedAt: toIso(updated_at), finishedAt: finished_at === null ? null : toIso(finished_at) };
}

function toReconciliation(row: ReconciliationRow): Reconciliation {
  return {
    kind: row.kind,
    startedAt: toIso(row.started_at),
    finishedAt: toIso(row.finished_at),
    ordersChecked: row.orders_checked,
    ordersDiffering: row.orders_differing,
    ordersUnreadable: row.orders_unreadable,
    unreadableOrderIds: row.unreadable_ids,
  };
}
