import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { SettlingOrder } from "#app/domain/points/points-order.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { NO_REFUNDS, REFUND_FACTS, type RefundFacts } from "./refund-facts.ts";

/** A member's order. */
export interface OrderToJudge {
  customerId: CustomerId;
  order: SettlingOrder;
}

/** Members with orders placed in a time (from inclusive, until exclusive), by id. Whoever was erased or deleted earns nothing and is left out. */
export async function listBuyers(tx: Tx, shopId: number, { from, until }: { from: Date; until: Date }): Promise<CustomerId[]> {
  const rows = await tx.query<{ id: CustomerId }>(
    `SELECT DISTINCT o.customer_id AS ordinal, o.customer_id::text AS id FROM orders o JOIN customers c ON c.shop_id = $1 AND c.customer_id = o.customer_id
     WHERE o.shop_id = $1 AND o.processed_at >= $2 AND o.processed_at < $3 AND o.deleted_at IS NULL AND NOT o.is_test AND c.redacted_at IS NULL AND c.deleted_at IS NULL ORDER BY 1`,
    [shopId, from, until],
  );
  return rows.rows.map(({ id }) => id);
}

const ORDER = `o.customer_id::text AS "customerId", o.order_id::text AS "orderId", o.currency, o.source_name AS "sourceName", o.is_tax_included AS "isTaxIncluded",
  o.processed_at AS "processedAt", o.paid_at AS "paidAt", o.cancelled_at AS "cancelledAt", o.fully_refunded_at AS "fullyRefundedAt", o.deleted_at AS "deletedAt", o.lines, o.fulfillments,
  o.shipping_minor::float8 AS "shippingMinor", o.discount_minor::float8 AS "discountMinor", ${REFUND_FACTS} AS refunded`;

type Row = Omit<SettlingOrder, keyof RefundFacts> & { customerId: CustomerId; refunded: RefundFacts | null };

const toOrder = ({ customerId, refunded, ...order }: Row): OrderToJudge => ({ customerId, order: { ...order, ...(refunded ?? NO_REFUNDS) } });

/** Those of a member's orders of which the ledger says nothing. */
export async function loadUnbookedOrders(tx: Tx, shopId: number, { customerId, orderIds }: { customerId: CustomerId; orderIds: OrderId[] }): Promise<OrderToJudge[]> {
  const { rows } = await tx.query<Row>(
    `SELECT ${ORDER} FROM orders o WHERE o.shop_id = $1 AND o.customer_id = $2 AND o.order_id = ANY ($3::bigint[])
       AND NOT EXISTS (SELECT FROM order_bookings b WHERE b.shop_id = $1 AND b.customer_id = $2 AND b.order_id = o.order_id AND b.entries > 0)`,
    [shopId, customerId, orderIds],
  );
  return rows.map(toOrder);
}

/** Orders of members placed in a time, with what was refunded. Test orders and deleted ones are left out. */
export async function loadOrdersBetween(
  tx: Tx,
  shopId: number,
  { customerIds, from, until }: { customerIds: CustomerId[]; from: Date; until: Date },
): Promise<OrderToJudge[]> {
  const { rows } = await tx.query<Row>(
    `SELECT ${ORDER} FROM orders o
     WHERE o.shop_id = $1 AND o.customer_id = ANY ($2::bigint[]) AND o.processed_at >= $3 AND o.processed_at < $4 AND o.deleted_at IS NULL AND NOT o.is_test`,
    [shopId, customerIds, from, until],
  );
  return rows.map(toOrder);
}
