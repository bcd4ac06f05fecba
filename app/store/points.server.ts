import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { FulfillmentFact, LineFact } from "#app/domain/orders/order-fact.ts";
import type { Lot } from "#app/domain/points/lot.ts";
import type { SettlingOrder } from "#app/domain/points/points-order.ts";
import type { OrderBooking } from "#app/domain/points/points-member.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { isPaymentMissing } from "#app/platform/order-sql.ts";
import { NO_REFUNDS, REFUND_FACTS, type RefundFacts } from "./refund-facts.ts";

/** An order to be settled with its booking, as one row. */
export interface PointsOrderRow {
  customerId: CustomerId;
  revision: number;
  isTheirs: boolean;
  order: SettlingOrder;
  booking: OrderBooking | null;
  /** When we heard that the order is another customer's than it was. */
  changedHandsAt: Date | null;
}

interface Row extends Nullable<BookingColumns> {
  member_id: string;
  is_theirs: boolean;
  order_id: string;
  revision: number;
  currency: string;
  source_name: string | null;
  is_tax_included: boolean;
  processed_at: Date;
  paid_at: Date | null;
  cancelled_at: Date | null;
  fully_refunded_at: Date | null;
  deleted_at: Date | null;
  changed_hands_at: Date | null;
  shipping_minor: number;
  discount_minor: number;
  lines: LineFact[];
  refunded: RefundFacts | null;
  fulfillments: FulfillmentFact[];
}

interface BookingColumns {
  pending_points: string;
  credited_points: string;
  reversed_points: string;
  waived_points: string;
  compensated_points: string;
  entries: number;
  booked_through: Date;
}

/** A course as it is stored. */
type StoredCourse = [at: string, points: number][] | null;

type Nullable<Columns> = { [Name in keyof Columns]: Columns[Name] | null } & { settled_at: Date | null; course: StoredCourse };

// Where orders count from their creation an unpaid one has its say as soon as it is placed.
const FIRST_FACT_AT = "least(o.processed_at, o.paid_at, o.cancelled_at, o.fully_refunded_at)";

/**
 * Whether Shopify is still to be asked when an order was paid: what it is taken for until then, the time of its placing, may be
 * weeks too early, and what has settled by it would stay so.
 */
const IS_PAYMENT_UNKNOWN = `o.reread_needed_at IS NOT NULL AND ${isPaymentMissing({ orderId: "o.order_id", paidAt: "o.paid_at", processedAt: "o.processed_at", updatedAt: "o.updated_at" })}`;
const BOOKING = "b.order_revision, b.pending_points, b.credited_points, b.reversed_points, b.waived_points, b.compensated_points, b.entries, b.booked_through, b.settled_at, b.course";

/**
 * Orders of members whose points may have to move: those whose facts changed since they were booked, those that have not
 * settled, and those whose rank is decided later than their points were released. When a changed order speaks of a time at
 * which the member had settled orders already, their award ranks may change too, so all of the member's orders come; so it
 * is when an order changed hands, which it then did from its beginning, for either customer. Orders placed before `since`
 * (the first program) never earn.
 */
export async function loadPointsOrders(tx: Tx, shopId: number, { customerIds, since }: { customerIds: CustomerId[]; since: Date }): Promise<PointsOrderRow[]> {
  const rows = await tx.query<Row>(
    `WITH theirs AS MATERIALIZED (
       SELECT o.customer_id, o.order_id, o.revision, ${FIRST_FACT_AT} AS first_fact_at
       FROM orders o WHERE o.shop_id = $1 AND o.customer_id = ANY ($2::bigint[]) AND o.processed_at >= $3
     ), booked AS MATERIALIZED (
       SELECT * FROM order_bookings b WHERE b.shop_id = $1 AND b.customer_id = ANY ($2::bigint[])
     ), candidate AS MATERIALIZED (
       SELECT o.customer_id AS member_id, o.order_id AS candidate_id, true AS is_theirs, o.revision, o.first_fact_at, ${BOOKING}
       FROM theirs o LEFT JOIN booked b ON b.customer_id = o.customer_id AND b.order_id = o.order_id
       UNION ALL
       SELECT b.customer_id, b.order_id, false, o.revision, o.first_fact_at, ${BOOKING}
       FROM (SELECT * FROM booked b WHERE NOT EXISTS (SELECT 1 FROM theirs t WHERE t.customer_id = b.customer_id AND t.order_id = b.order_id)) b
       CROSS JOIN LATERAL (SELECT o.customer_id, o.revision, ${FIRST_FACT_AT} AS first_fact_at FROM orders o WHERE o.shop_id = $1 AND o.order_id = b.order_id OFFSET 0) o
       WHERE o.customer_id IS DISTINCT FROM b.customer_id
     ), reopened AS (
       SELECT c.member_id FROM candidate c GROUP BY c.member_id
       HAVING min(c.first_fact_at) FILTER (WHERE c.order_revision IS DISTINCT FROM c.revision) <= max(c.settled_at) FILTER (WHERE c.settled_at <= c.booked_through)
     )
     SELECT c.*, o.*
     FROM candidate c CROSS JOIN LATERAL (
       SELECT o.order_id, o.currency, o.source_name, o.is_tax_included, o.processed_at,
         CASE WHEN c.settled_at IS NULL AND ${IS_PAYMENT_UNKNOWN} THEN NULL ELSE o.paid_at END AS paid_at, o.cancelled_at, o.fully_refunded_at, o.deleted_at, o.changed_hands_at, o.lines, o.fulfillments,
         o.shipping_minor::float8 AS shipping_minor, o.discount_minor::float8 AS discount_minor, ${REFUND_FACTS} AS refunded
       FROM orders o WHERE o.shop_id = $1 AND o.order_id = c.candidate_id OFFSET 0 -- behind the candidates: whatever the planner knows of the shop, the others' lines are not read
     ) o
     WHERE c.order_revision IS DISTINCT FROM c.revision OR c.settled_at IS NULL OR c.settled_at > c.booked_through OR c.member_id IN (SELECT member_id FROM reopened)`,
    [shopId, customerIds, since],
  );
  return rows.rows.map((row) => ({
    customerId: row.member_id,
    revision: row.revision,
    isTheirs: row.is_theirs,
    changedHandsAt: row.changed_hands_at,
    order: {
      orderId: row.order_id,
      currency: row.currency,
      sourceName: row.source_name,
      isTaxIncluded: row.is_tax_included,
      processedAt: row.processed_at,
      paidAt: row.paid_at,
      cancelledAt: row.cancelled_at,
      fullyRefundedAt: row.fully_refunded_at,
      deletedAt: row.deleted_at,
      lines: row.lines,
      shippingMinor: row.shipping_minor,
      discountMinor: row.discount_minor,
      ...(row.refunded ?? NO_REFUNDS),
      fulfillments: row.fulfillments,
    },
    booking: row.entries === null ? null : bookingOf({ ...row, entries: row.entries }),
  }));
}

const bookingOf = (row: Row & { entries: number }): OrderBooking => ({
  pending: Number(row.pending_points),
  credited: Number(row.credited_points),
  reversed: Number(row.reversed_points),
  waived: Number(row.waived_points),
  compensated: Number(row.compensated_points),
  entries: row.entries,
  through: row.booked_through,
  settledAt: row.settled_at,
  course: row.course && row.course.map(([at, points]) => ({ at: new Date(at), points })),
});

/** Lots of members that still hold points, and those of the named orders. */
export async function loadLots(tx: Tx, shopId: number, { customerIds, orderIds }: { customerIds: CustomerId[]; orderIds: OrderId[] }): Promise<Map<CustomerId, Lot[]>> {
  const rows = await tx.query<Omit<Lot, "points"> & { customerId: string; points: number }>(
    `SELECT customer_id AS "customerId", key, order_id AS "orderId", points::float8 AS points, left_points::float8 AS left, redeemed_points::float8 AS redeemed,
       expired_points::float8 AS expired, expires_on::text AS "expiresOn", credited_at AS "creditedAt"
     FROM lots WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND (left_points > 0 OR order_id = ANY ($3::bigint[]))`,
    [shopId, customerIds, orderIds],
  );
  const lots = new Map<CustomerId, Lot[]>();
  for (const { customerId, ...lot } of rows.rows) lots.set(customerId, [...(lots.get(customerId) ?? []), lot]);
  return lots;
}
