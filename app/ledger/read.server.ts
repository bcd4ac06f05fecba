import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { EntryKind } from "#app/domain/points/entry.ts";
import type { Why } from "#app/domain/points/why.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** What a member holds, as the projections beside the ledger say. `settledPoints` is negative in debt. */
export interface Balance {
  pendingPoints: number;
  settledPoints: number;
  debtPoints: number;
  claimedAt: Date | null;
}

/** Undefined for a member who never had points and never claimed. */
export async function findBalance(tx: Tx, shopId: number, customerId: CustomerId): Promise<Balance | undefined> {
  const rows = await tx.query<Balance>(
    `SELECT pending_points::float8 AS "pendingPoints", settled_points::float8 AS "settledPoints", debt_points::float8 AS "debtPoints", claimed_at AS "claimedAt"
     FROM member_points WHERE shop_id = $1 AND customer_id = $2`,
    [shopId, customerId],
  );
  return rows.rows[0];
}

/** An entry by its business key, to answer a repeated request as the first one was. */
export async function findEntryByKey(tx: Tx, shopId: number, key: string): Promise<LedgerLine | undefined> {
  return (await tx.query<LedgerLine>(`${LINES} WHERE e.shop_id = $1 AND e.key = $2`, [shopId, key])).rows[0];
}

/** Every way in which a member's points moved, added up over the ledger, all in points; `available` is negative in debt. */
export interface BalanceSums {
  available: number;
  pending: number;
  unclaimed: number;
  reserved: number;
  earned: number;
  redeemed: number;
  returned: number;
  expired: number;
  reversed: number;
  waived: number;
  adjusted: number;
  imported: number;
  merged: number;
}

// Held until the order that carries the code is paid. What is given at once, such as store credit, is held only until it is.
const HELD = `(r.state IN ('issuing', 'releasing') OR (r.state = 'used' AND r.confirmed_at IS NULL)
  OR (r.state = 'issued' AND r.grant_made ->> 'kind' NOT IN ('store_credit', 'gift_card')))`;

/**
 * The balance of a member from the ledger itself. `available + pending + unclaimed = earned + adjusted + imported + merged -
 * redeemed + returned - expired - reversed`; what is not claimed yet stands under `unclaimed`, pending points apart. `reserved` is the part
 * of `redeemed` that may still come back unused.
 *
 * @see docs/formulas.md#balance
 */
export async function sumBalance(tx: Tx, shopId: number, customerId: CustomerId): Promise<BalanceSums> {
  const rows = await tx.query<Record<"pending" | "settled" | Exclude<keyof BalanceSums, "available" | "pending" | "unclaimed">, number> & { is_claimed: boolean }>(
    `SELECT coalesce(sum(pending_points), 0)::float8 AS pending, coalesce(sum(settled_points), 0)::float8 AS settled,
       coalesce(sum(pending_points + settled_points) FILTER (WHERE kind IN ('earn_pending', 'earn_released', 'earn_cancelled')), 0)::float8 AS earned,
       coalesce(-sum(settled_points) FILTER (WHERE kind = 'redeem'), 0)::float8 AS redeemed,
       coalesce(sum(settled_points) FILTER (WHERE kind = 'redeem_returned'), 0)::float8 AS returned,
       coalesce(-sum(settled_points) FILTER (WHERE kind = 'expire'), 0)::float8 AS expired,
       coalesce(-sum(settled_points) FILTER (WHERE kind = 'reverse'), 0)::float8 AS reversed,
       coalesce(sum(waived_points), 0)::float8 AS waived,
       coalesce(sum(pending_points + settled_points) FILTER (WHERE kind = 'adjust'), 0)::float8 AS adjusted,
       coalesce(sum(settled_points) FILTER (WHERE kind = 'import'), 0)::float8 AS imported,
       coalesce(sum(pending_points + settled_points) FILTER (WHERE kind IN ('merge_in', 'merge_out')), 0)::float8 AS merged,
       (SELECT coalesce(sum(r.points), 0)::float8 FROM redemptions r WHERE r.shop_id = $1 AND r.customer_id = $2 AND ${HELD}) AS reserved,
       EXISTS (SELECT 1 FROM member_points m WHERE m.shop_id = $1 AND m.customer_id = $2 AND m.claimed_at IS NOT NULL) AS is_claimed
     FROM ledger_entries WHERE shop_id = $1 AND customer_id = $2`,
    [shopId, customerId],
  );
  const { settled, is_claimed: isClaimed, ...sums } = rows.rows[0]!;
  return { available: isClaimed ? settled : Math.min(0, settled), unclaimed: isClaimed ? 0 : Math.max(0, settled), ...sums };
}

/** One entry as it is shown. `points` is what it moved: for a release what became spendable, for a waiver what was given up. */
export interface LedgerLine {
  id: string;
  customerId: CustomerId;
  kind: EntryKind;
  points: number;
  pendingPoints: number;
  settledPoints: number;
  waivedPoints: number;
  occurredAt: Date;
  orderId: OrderId | null;
  orderName: string | null;
  programVersion: number | null;
  why: Why;
}

/** Where a page of entries ends: its last entry's instant and id. */
export interface LedgerCursor {
  occurredAt: Date;
  id: string;
}

/** The `points` of a line, of an entry `e`. */
export const MOVED_POINTS = "(CASE WHEN e.kind = 'reverse_waived' THEN e.waived_points WHEN e.settled_points <> 0 THEN e.settled_points ELSE e.pending_points END)::float8";

const LINES = `SELECT e.id::text, e.customer_id::text AS "customerId", e.kind,
    ${MOVED_POINTS} AS points,
    e.pending_points::float8 AS "pendingPoints", e.settled_points::float8 AS "settledPoints", e.waived_points::float8 AS "waivedPoints", e.occurred_at AS "occurredAt",
    e.order_id::text AS "orderId", e.order_name AS "orderName", e.program_version AS "programVersion", e.why
  FROM ledger_entries e`;

/** A member's entries, newest first, after a cursor. */
export async function listEntries(
  tx: Tx,
  shopId: number,
  { customerId, after, limit }: { customerId: CustomerId; after?: LedgerCursor | undefined; limit: number },
): Promise<LedgerLine[]> {
  const rows = await tx.query<LedgerLine>(
    `${LINES} WHERE e.shop_id = $1 AND e.customer_id = $2 AND (e.occurred_at, e.id) < (coalesce($3::timestamptz, 'infinity'), $4::bigint)
     ORDER BY e.occurred_at DESC, e.id DESC LIMIT $5`,
    [shopId, customerId, after?.occurredAt ?? null, after?.id ?? "0", limit],
  );
  return rows.rows;
}
