import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { InForce } from "#app/domain/scoring/rank-at.ts";
import { leavingTogether } from "#app/domain/tiers/leave-together.ts";
import type { Contribution, TierCause, TierHistory } from "#app/domain/tiers/qualify-tier.ts";
import type { Owned } from "#app/domain/tiers/seen-by.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";
import type { CountedHistory, CountedOrder } from "./counted-history.server.ts";
import { getShop } from "./shops.server.ts";

/** Something towards a tier while a counting policy was in force; what is no order always is. `orderId`: whose points they are. */
export type TowardsTier = Owned<Contribution> & InForce & { orderId?: OrderId };

/**
 * What members have towards a tier, on the bases that are asked about: each counted order once as an order and once as
 * money, refunds as money taken off, and points that were released, taken back or given up (with `bookedBefore` only of orders placed before then, and of no order). Only orders in the shop's present currency
 * are money. Each says whose it was before any merge, and all of it is there for each counting policy. Points of an order leave a
 * window together.
 */
export async function loadContributions(
  tx: Tx,
  shopId: number,
  { history, customerIds, bases, bookedBefore = null }: { history: CountedHistory; customerIds: CustomerId[]; bases: Contribution["basis"][]; bookedBefore?: Date | null },
): Promise<Map<CustomerId, TowardsTier[]>> {
  const contributions = new Map<CustomerId, TowardsTier[]>(customerIds.map((customerId) => [customerId, []]));
  const add = (customerId: CustomerId, one: TowardsTier) => contributions.get(customerId)?.push(one);
  if (bases.includes("orders")) {
    for (const customerId of customerIds) for (const order of history.ordersOf(customerId)) add(customerId, { ...spanOf(order), basis: "orders", amount: 1 });
  }
  if (bases.includes("spend")) await addSpend(tx, shopId, { history, customerIds, add });
  if (!bases.includes("points")) return contributions;
  await addPoints(tx, shopId, { customerIds, bookedBefore, add });
  for (const [customerId, theirs] of contributions) contributions.set(customerId, leavingTogether(theirs));
  return contributions;
}

const spanOf = ({ from, placedAt, until, ownerId, inForceFrom, inForceUntil }: CountedOrder) => ({ at: from, placedAt, until, ownerId, inForceFrom, inForceUntil });

type Add = (customerId: CustomerId, one: TowardsTier) => void;

async function addSpend(tx: Tx, shopId: number, { history, customerIds, add }: { history: CountedHistory; customerIds: CustomerId[]; add: Add }): Promise<void> {
  const { currency } = await getShop(tx, shopId);
  const refunded = new Map<OrderId, { customerId: CustomerId; order: CountedOrder }[]>();
  for (const customerId of customerIds) {
    for (const order of history.ordersOf(customerId)) {
      if (order.currency !== currency) continue;
      add(customerId, { ...spanOf(order), basis: "spend", amount: order.totalMinor });
      if (order.refundedMinor > 0) refunded.set(order.orderId, [...(refunded.get(order.orderId) ?? []), { customerId, order }]);
    }
  }
  if (refunded.size === 0) return;
  const { rows } = await tx.query<{ orderId: OrderId; createdAt: Date; amountMinor: number }>(
    `SELECT order_id AS "orderId", created_at AS "createdAt", amount_minor::float8 AS "amountMinor" FROM refunds
     WHERE shop_id = $1 AND order_id = ANY ($2::bigint[]) AND amount_minor > 0`,
    [shopId, [...refunded.keys()]],
  );
  for (const { orderId, createdAt, amountMinor } of rows) {
    for (const { customerId, order } of refunded.get(orderId)!) {
      add(customerId, { ...spanOf(order), at: createdAt > order.from ? createdAt : order.from, basis: "spend", amount: -amountMinor });
    }
  }
}

/** Whose points of an order were before any merge, where the member has it. */
const OWNER = "order_owner($1, o.customer_id, o.named_customer_id, o.first_customer_id)";

// Of an order that was heard of late the ledger says when, and its course when it was so.
async function addPoints(tx: Tx, shopId: number, { customerIds, bookedBefore, add }: { customerIds: CustomerId[]; bookedBefore: Date | null; add: Add }): Promise<void> {
  const { rows } = await tx.query<{ customerId: CustomerId; ownerId: CustomerId; orderId: OrderId | null; at: Date; points: number }>(
    `SELECT e.member_id::text AS "customerId", e.occurred_at AS at, e.order_id::text AS "orderId",
       (CASE WHEN o.customer_id = e.member_id THEN ${OWNER} ELSE e.customer_id END)::text AS "ownerId", (e.settled_points - e.waived_points)::float8 AS points
     FROM (
       SELECT e.*, coalesce(k.merged_into_id, e.customer_id) AS member_id FROM ledger_entries e JOIN customers k ON k.shop_id = $1 AND k.customer_id = e.customer_id
       WHERE e.shop_id = $1 AND (k.customer_id = ANY ($2::bigint[]) OR k.merged_into_id = ANY ($2::bigint[])) AND e.kind IN ('earn_released', 'reverse', 'reverse_waived')
     ) e LEFT JOIN orders o ON o.shop_id = $1 AND o.order_id = e.order_id
     LEFT JOIN order_bookings b ON b.shop_id = $1 AND b.customer_id = e.member_id AND b.order_id = e.order_id
     WHERE b.course IS NULL AND ($3::timestamptz IS NULL OR o.processed_at IS NULL OR o.processed_at < $3)
     UNION ALL
     SELECT b.customer_id::text, (c.point ->> 0)::timestamptz, b.order_id::text, (${OWNER})::text, (c.point ->> 1)::float8
     FROM order_bookings b JOIN orders o ON o.shop_id = $1 AND o.order_id = b.order_id CROSS JOIN LATERAL jsonb_array_elements(b.course) c(point)
     WHERE b.shop_id = $1 AND b.customer_id = ANY ($2::bigint[]) AND o.customer_id = b.customer_id AND ($3::timestamptz IS NULL OR o.processed_at < $3)`,
    [shopId, customerIds, bookedBefore],
  );
  for (const { customerId, ownerId, orderId, at, points } of rows) {
    add(customerId, { ownerId, ...(orderId !== null && { orderId }), basis: "points", at, placedAt: at, until: null, amount: points, inForceFrom: null, inForceUntil: null });
  }
}

/** A member's tiers, to be written. */
export interface MemberTiers extends TierHistory {
  customerId: CustomerId;
}

/** Writes where members stand and which changes hold now, and appends to the log those that it does not know yet. */
export async function writeTiers(tx: LockedTx, shopId: number, { tiers, now }: { tiers: MemberTiers[]; now: Date }): Promise<void> {
  if (tiers.length === 0) return;
  await tx.query(
    `INSERT INTO member_tiers AS m (shop_id, customer_id, tier_id, since, next_due_at, changes)
     SELECT $1, x."customerId", x."tierId", x.since, x."nextDueAt", x.changes
     FROM json_to_recordset($2::json) AS x("customerId" bigint, "tierId" text, since timestamptz, "nextDueAt" timestamptz, changes jsonb)
     WHERE x.since IS NOT NULL OR x."nextDueAt" IS NOT NULL OR EXISTS (SELECT 1 FROM member_tiers e WHERE e.shop_id = $1 AND e.customer_id = x."customerId")
     ON CONFLICT (shop_id, customer_id) DO UPDATE SET tier_id = excluded.tier_id, since = excluded.since, next_due_at = excluded.next_due_at, changes = excluded.changes
     WHERE (m.tier_id, m.since, m.next_due_at, m.changes) IS DISTINCT FROM (excluded.tier_id, excluded.since, excluded.next_due_at, excluded.changes)`,
    [shopId, JSON.stringify(tiers.map(({ customerId, changes, nextDueAt }) => ({ customerId, tierId: changes.at(-1)?.toTierId ?? null, since: changes.at(-1)?.at ?? null, nextDueAt, changes: changes.map(({ at, fromTierId, toTierId }) => ({ at, fromTierId, toTierId })) })))],
  );
  const changes = tiers.flatMap(({ customerId, changes }) => changes.map((change) => ({ customerId, ...change })));
  if (changes.length === 0) return;
  await tx.query(
    `INSERT INTO tier_changes (shop_id, customer_id, from_tier_id, to_tier_id, occurred_at, observed_at, cause)
     SELECT $1, x."customerId", x."fromTierId", x."toTierId", x.at, $3, x.cause
     FROM json_to_recordset($2::json) AS x("customerId" bigint, "fromTierId" text, "toTierId" text, at timestamptz, cause jsonb)
     ON CONFLICT DO NOTHING`,
    [shopId, JSON.stringify(changes), now],
  );
}

/** A change of tier as it was first seen; late news may have shown since that it never was. */
export interface TierLogLine {
  fromTierId: string | null;
  toTierId: string | null;
  occurredAt: Date;
  observedAt: Date;
  cause: TierCause;
}

/** The tier of a member today (null: none), and its changes as they were observed, newest first. */
export async function findTier(tx: Tx, shopId: number, customerId: CustomerId): Promise<{ tierId: string | null; since: Date | null; log: TierLogLine[] }> {
  const now = await tx.query<{ tierId: string | null; since: Date | null }>(
    `SELECT tier_id AS "tierId", since FROM member_tiers WHERE shop_id = $1 AND customer_id = $2`,
    [shopId, customerId],
  );
  const log = await tx.query<TierLogLine>(
    `SELECT from_tier_id AS "fromTierId", to_tier_id AS "toTierId", occurred_at AS "occurredAt", observed_at AS "observedAt", cause
     FROM tier_changes WHERE shop_id = $1 AND customer_id = $2 ORDER BY occurred_at DESC, id DESC LIMIT 200`,
    [shopId, customerId],
  );
  return { tierId: now.rows[0]?.tierId ?? null, since: now.rows[0]?.since ?? null, log: log.rows };
}
