import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { Lot } from "#app/domain/points/lot.ts";
import type { OrderBooking } from "#app/domain/points/points-member.ts";
import { copyText, copyWhileMaking } from "#app/platform/copy-lines.server.ts";
import type { LockedConnection, LockedTx, Tx } from "#app/platform/db.server.ts";
import { rowsRelation } from "#app/platform/rows-relation.ts";

const LOTS = rowsRelation("x", {
  customerId: "bigint", key: "text", orderId: "bigint", points: "bigint", left: "bigint", redeemed: "bigint", expired: "bigint", expiresOn: "date", creditedAt: "timestamptz",
});

/** Writes lots as they are now. A lot never changes hands here, and never what it was filled with. */
export async function writeLots(tx: LockedTx, shopId: number, lots: (Lot & { customerId: CustomerId })[]): Promise<void> {
  if (lots.length === 0) return;
  await tx.query(
    `INSERT INTO lots AS l (shop_id, customer_id, key, order_id, points, left_points, redeemed_points, expired_points, expires_on, credited_at)
     SELECT $1, x."customerId", x.key, x."orderId", x.points, x."left", x.redeemed, x.expired, x."expiresOn", x."creditedAt"
     FROM ${LOTS.from(2)}
     ON CONFLICT (shop_id, key) DO UPDATE SET left_points = excluded.left_points, redeemed_points = excluded.redeemed_points, expired_points = excluded.expired_points
     WHERE (l.left_points, l.redeemed_points, l.expired_points) IS DISTINCT FROM (excluded.left_points, excluded.redeemed_points, excluded.expired_points)`,
    [shopId, ...LOTS.values(lots)],
  );
}

const COPY_LOTS = "COPY lots (shop_id, customer_id, key, order_id, points, left_points, redeemed_points, expired_points, expires_on, credited_at) FROM STDIN";

/** Lots that were not there before, by COPY, for thousands at once. */
export async function copyFirstLots(client: LockedConnection, shopId: number, lots: Iterable<Lot & { customerId: CustomerId }>): Promise<void> {
  await copyWhileMaking(client, COPY_LOTS, lotLines(shopId, lots));
}

function* lotLines(shopId: number, lots: Iterable<Lot & { customerId: CustomerId }>): Generator<string> {
  for (const { customerId, key, orderId, points, left, redeemed, expired, expiresOn, creditedAt } of lots) {
    yield `${shopId}\t${customerId}\t${copyText(key)}\t${orderId ?? "\\N"}\t${points}\t${left}\t${redeemed}\t${expired}\t${expiresOn ?? "\\N"}\t${creditedAt.toISOString()}\n`;
  }
}

/** A booking with the revision of the order's facts that it has seen. */
export interface BookingRow extends OrderBooking {
  customerId: CustomerId;
  orderId: OrderId;
  revision: number;
}

const BOOKINGS = rowsRelation("b", {
  customerId: "bigint", orderId: "bigint", pending: "bigint", credited: "bigint", reversed: "bigint", waived: "bigint", compensated: "bigint", entries: "integer",
  revision: "integer", through: "timestamptz", settledAt: "timestamptz", course: "jsonb",
});

/** Writes what is booked of orders, in place of what was. `revision`: the facts that it has seen, so that later ones open it again. */
export async function writeBookings(tx: LockedTx, shopId: number, bookings: BookingRow[]): Promise<void> {
  if (bookings.length === 0) return;
  await tx.query(
    `INSERT INTO order_bookings (shop_id, customer_id, order_id, pending_points, credited_points, reversed_points, waived_points, compensated_points, entries,
       order_revision, booked_through, settled_at, course)
     SELECT $1, b."customerId", b."orderId", b.pending, b.credited, b.reversed, b.waived, b.compensated, b.entries, b.revision, b.through, b."settledAt", b.course
     FROM ${BOOKINGS.from(2)}
     ON CONFLICT (shop_id, customer_id, order_id) DO UPDATE SET pending_points = excluded.pending_points, credited_points = excluded.credited_points,
       reversed_points = excluded.reversed_points, waived_points = excluded.waived_points, compensated_points = excluded.compensated_points, entries = excluded.entries,
       order_revision = excluded.order_revision, booked_through = excluded.booked_through, settled_at = excluded.settled_at, course = excluded.course`,
    [shopId, ...BOOKINGS.values(bookings.map(({ course, ...booking }) => ({ ...booking, course: course && course.map(({ at, points }) => [at, points]) })))],
  );
}

/** How a member's balances move, and when the next of the member's points come due. */
export interface MemberMovement {
  customerId: CustomerId;
  pendingPoints: number;
  settledPoints: number;
  debtPoints: number;
  activeAt: Date | null;
  /** "keep": nothing that comes due was looked at. */
  nextDueAt: Date | null | "keep";
}

const MOVEMENTS = rowsRelation("x", {
  customerId: "bigint", pendingPoints: "bigint", settledPoints: "bigint", debtPoints: "bigint", activeAt: "timestamptz", nextDueAt: "timestamptz",
});

/**
 * Adds to balances, in points; debts and due times are set, not added. A member who had none begins with these.
 */
export async function moveBalances(tx: LockedTx, shopId: number, movements: MemberMovement[]): Promise<void> {
  await moveSome(tx, shopId, { movements: movements.filter(({ nextDueAt }) => nextDueAt === "keep"), nextDue: "m.next_due_at" });
  await moveSome(tx, shopId, { movements: movements.filter(({ nextDueAt }) => nextDueAt !== "keep"), nextDue: "excluded.next_due_at" });
}

async function moveSome(tx: LockedTx, shopId: number, { movements, nextDue }: { movements: MemberMovement[]; nextDue: string }): Promise<void> {
  if (movements.length === 0) return;
  await tx.query(
    `INSERT INTO member_points AS m (shop_id, customer_id, pending_points, settled_points, debt_points, active_at, next_due_at)
     SELECT $1, x."customerId", x."pendingPoints", x."settledPoints", x."debtPoints", x."activeAt", x."nextDueAt"
     FROM ${MOVEMENTS.from(2)}
     ON CONFLICT (shop_id, customer_id) DO UPDATE SET pending_points = m.pending_points + excluded.pending_points, settled_points = m.settled_points + excluded.settled_points,
       debt_points = excluded.debt_points, active_at = greatest(m.active_at, excluded.active_at), next_due_at = ${nextDue}`,
    [shopId, ...MOVEMENTS.values(movements.map((one) => ({ ...one, nextDueAt: one.nextDueAt === "keep" ? null : one.nextDueAt })))],
  );
}

/** Nothing of these members' points falls due: the shop has no program that could release or end any. */
export async function forgetDue(tx: LockedTx, shopId: number, customerIds: CustomerId[]): Promise<void> {
  await tx.query("UPDATE member_points SET next_due_at = NULL WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND next_due_at IS NOT NULL", [shopId, customerIds]);
}

type FirstMovement = Pick<MemberMovement, "customerId" | "settledPoints" | "debtPoints">;

const COPY_BALANCES = "COPY member_points (shop_id, customer_id, settled_points, debt_points) FROM STDIN";

/** The first settled points of members who never had any, by COPY, for thousands at once. */
export async function copyFirstBalances(client: LockedConnection, shopId: number, movements: Iterable<FirstMovement>): Promise<void> {
  await copyWhileMaking(client, COPY_BALANCES, balanceLines(shopId, movements));
}

function* balanceLines(shopId: number, movements: Iterable<FirstMovement>): Generator<string> {
  for (const { customerId, settledPoints, debtPoints } of movements) yield `${shopId}\t${customerId}\t${settledPoints}\t${debtPoints}\n`;
}

/** What is kept of a member beside lots and bookings. */
export interface MemberState {
  customerId: CustomerId;
  debtPoints: number;
  activeAt: Date | null;
  isClaimed: boolean;
  nextDueAt: Date | null;
}

/** What is kept of members; nobody who never had points is in the answer. */
export async function loadMemberStates(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<Map<CustomerId, MemberState>> {
  const rows = await tx.query<MemberState>(
    `SELECT customer_id::text AS "customerId", debt_points::float8 AS "debtPoints", active_at AS "activeAt", claimed_at IS NOT NULL AS "isClaimed", next_due_at AS "nextDueAt"
     FROM member_points WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])`,
    [shopId, customerIds],
  );
  return new Map(rows.rows.map((row) => [row.customerId, row]));
}

/**
 * Members whose account is known to be in use have claimed their points: from the start where the account is older than the
 * installation, otherwise from the first time that we see it.
 */
export async function claimSignedIn(tx: LockedTx, shopId: number, { customerIds, now }: { customerIds: CustomerId[]; now: Date }): Promise<void> {
  await tx.query(
    `INSERT INTO member_points AS m (shop_id, customer_id, claimed_at)
     SELECT $1, c.customer_id, CASE WHEN a.source = 'before_install' THEN least(c.created_at, c.first_order_at, c.first_seen_at) ELSE $3 END
     FROM customers c LEFT JOIN member_accounts a ON a.shop_id = $1 AND a.customer_id = c.customer_id
     WHERE c.shop_id = $1 AND c.customer_id = ANY ($2::bigint[]) AND c.account_state = 'enabled' AND c.merged_into_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM member_points k WHERE k.shop_id = $1 AND k.customer_id = c.customer_id AND k.claimed_at IS NOT NULL)
     ON CONFLICT (shop_id, customer_id) DO UPDATE SET claimed_at = excluded.claimed_at`,
    [shopId, customerIds, now],
  );
}

/** A member's points claimed by somebody's act, such as a merchant who redeems for the customer. The first claim stays. */
export async function claimPoints(tx: LockedTx, shopId: number, { customerId, now }: { customerId: CustomerId; now: Date }): Promise<void> {
  await tx.query(
    `INSERT INTO member_points AS m (shop_id, customer_id, claimed_at) VALUES ($1, $2, $3)
     ON CONFLICT (shop_id, customer_id) DO UPDATE SET claimed_at = coalesce(m.claimed_at, excluded.claimed_at)`,
    [shopId, customerId, now],
  );
}

/** All of a member's orders are looked at again when the member is settled next. */
export async function reopenBookings(tx: LockedTx, shopId: number, customerId: CustomerId): Promise<void> {
  await tx.query("UPDATE order_bookings SET order_revision = -1 WHERE shop_id = $1 AND customer_id = $2", [shopId, customerId]);
}

/** Lots, bookings and balances of one member become another's; the entries that say so are the caller's. */
export async function moveMember(tx: LockedTx, shopId: number, { fromId, toId }: { fromId: CustomerId; toId: CustomerId }): Promise<void> {
  await tx.query("UPDATE lots SET customer_id = $3 WHERE shop_id = $1 AND customer_id = $2", [shopId, fromId, toId]);
  // An order that changed hands before the merge is booked for both.
  await tx.query(
    `UPDATE order_bookings k SET pending_points = k.pending_points + f.pending_points, credited_points = k.credited_points + f.credited_points,
       reversed_points = k.reversed_points + f.reversed_points, waived_points = k.waived_points + f.waived_points,
       compensated_points = k.compensated_points + f.compensated_points, entries = greatest(k.entries, f.entries), settled_at = least(k.settled_at, f.settled_at), course = coalesce(k.course, f.course), order_revision = -1
     FROM order_bookings f WHERE f.shop_id = $1 AND f.customer_id = $2 AND k.shop_id = $1 AND k.customer_id = $3 AND k.order_id = f.order_id`,
    [shopId, fromId, toId],
  );
  await tx.query(
    `DELETE FROM order_bookings f USING order_bookings k
     WHERE f.shop_id = $1 AND f.customer_id = $2 AND k.shop_id = $1 AND k.customer_id = $3 AND k.order_id = f.order_id`,
    [shopId, fromId, toId],
  );
  await tx.query("UPDATE order_bookings SET customer_id = $3, order_revision = -1 WHERE shop_id = $1 AND customer_id = $2", [shopId, fromId, toId]);
  await tx.query(
    `INSERT INTO member_points AS m (shop_id, customer_id, pending_points, settled_points, debt_points, claimed_at, active_at, next_due_at)
     SELECT shop_id, $3, pending_points, settled_points, debt_points, claimed_at, active_at, next_due_at FROM member_points WHERE shop_id = $1 AND customer_id = $2
     ON CONFLICT (shop_id, customer_id) DO UPDATE SET pending_points = m.pending_points + excluded.pending_points, settled_points = m.settled_points + excluded.settled_points,
       debt_points = m.debt_points + excluded.debt_points, claimed_at = least(m.claimed_at, excluded.claimed_at), active_at = greatest(m.active_at, excluded.active_at), next_due_at = least(m.next_due_at, excluded.next_due_at)`,
    [shopId, fromId, toId],
  );
  await tx.query("DELETE FROM member_points WHERE shop_id = $1 AND customer_id = $2", [shopId, fromId]);
}
