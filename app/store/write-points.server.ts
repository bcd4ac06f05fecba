import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { Lot } from "#app/domain/points/lot.ts";
import type { OrderBooking } from "#app/domain/points/points-member.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** Writes lots as they are now. A lot never changes hands here, and never what it was filled with. */
export async function writeLots(tx: Tx, shopId: number, lots: (Lot & { customerId: CustomerId })[]): Promise<void> {
  if (lots.length === 0) return;
  await tx.query(
    `INSERT INTO lots AS l (shop_id, customer_id, key, order_id, points, left_points, redeemed_points, expired_points, expires_on, credited_at)
     SELECT $1, x."customerId", x.key, x."orderId", x.points, x.left, x.redeemed, x.expired, x."expiresOn", x."creditedAt"
     FROM json_to_recordset($2::json) AS x("customerId" bigint, key text, "orderId" bigint, points bigint, "left" bigint, redeemed bigint, expired bigint, "expiresOn" date, "creditedAt" timestamptz)
     ON CONFLICT (shop_id, key) DO UPDATE SET left_points = excluded.left_points, redeemed_points = excluded.redeemed_points, expired_points = excluded.expired_points
     WHERE (l.left_points, l.redeemed_points, l.expired_points) IS DISTINCT FROM (excluded.left_points, excluded.redeemed_points, excluded.expired_points)`,
    [shopId, JSON.stringify(lots)],
  );
}

/** A booking with the revision of the order's facts that it has seen. */
export interface BookingRow extends OrderBooking {
  customerId: CustomerId;
  orderId: OrderId;
  revision: number;
}

export async function writeBookings(tx: Tx, shopId: number, bookings: BookingRow[]): Promise<void> {
  if (bookings.length === 0) return;
  await tx.query(
    `INSERT INTO order_bookings (shop_id, customer_id, order_id, pending_points, credited_points, reversed_points, waived_points, compensated_points, entries,
       order_revision, booked_through, settled_at)
     SELECT $1, b."customerId", b."orderId", b.pending, b.credited, b.reversed, b.waived, b.compensated, b.entries, b.revision, b.through, b."settledAt"
     FROM json_to_recordset($2::json) AS b("customerId" bigint, "orderId" bigint, pending bigint, credited bigint, reversed bigint, waived bigint, compensated bigint,
       entries integer, revision integer, through timestamptz, "settledAt" timestamptz)
     ON CONFLICT (shop_id, customer_id, order_id) DO UPDATE SET pending_points = excluded.pending_points, credited_points = excluded.credited_points,
       reversed_points = excluded.reversed_points, waived_points = excluded.waived_points, compensated_points = excluded.compensated_points, entries = excluded.entries,
       order_revision = excluded.order_revision, booked_through = excluded.booked_through, settled_at = excluded.settled_at`,
    [shopId, JSON.stringify(bookings)],
  );
}

/** How a member's balances move, and when the next of the member's points come due. */
export interface MemberMovement {
  customerId: CustomerId;
  pendingPoints: number;
  settledPoints: number;
  debtPoints: number;
  nextDueAt: Date | null;
}

export async function moveBalances(tx: Tx, shopId: number, { movements, now }: { movements: MemberMovement[]; now: Date }): Promise<void> {
  if (movements.length === 0) return;
  await tx.query(
    `INSERT INTO member_points AS m (shop_id, customer_id, pending_points, settled_points, debt_points, next_due_at, settled_through)
     SELECT $1, x."customerId", x."pendingPoints", x."settledPoints", x."debtPoints", x."nextDueAt", $3
     FROM json_to_recordset($2::json) AS x("customerId" bigint, "pendingPoints" bigint, "settledPoints" bigint, "debtPoints" bigint, "nextDueAt" timestamptz)
     ON CONFLICT (shop_id, customer_id) DO UPDATE SET pending_points = m.pending_points + excluded.pending_points, settled_points = m.settled_points + excluded.settled_points,
       debt_points = excluded.debt_points, next_due_at = excluded.next_due_at, settled_through = excluded.settled_through`,
    [shopId, JSON.stringify(movements), now],
  );
}

/** Debts of members that have one. */
export async function loadDebts(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<Map<CustomerId, number>> {
  const rows = await tx.query<{ customer_id: string; debt_points: string }>(
    "SELECT customer_id, debt_points FROM member_points WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND debt_points > 0",
    [shopId, customerIds],
  );
  return new Map(rows.rows.map((row) => [row.customer_id, Number(row.debt_points)]));
}
