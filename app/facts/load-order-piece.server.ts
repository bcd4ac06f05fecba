import type { CustomerId } from "#app/domain/ids.ts";
import type { LockedConnection, Tx } from "#app/platform/db.server.ts";
import { joinWaitingOrders } from "./join-waiting-orders.server.ts";
import { ORDER_COLUMNS, PAYMENT_COLUMNS, type OrderPiece } from "./order-piece.server.ts";
import { insertPayments, insertTransactionsFrom } from "./upsert-payments.server.ts";
import { mergeOrders } from "./upsert-orders.server.ts";

/**
 * Takes a piece of a bulk file in; the shop's facts must be locked. Orders of which nothing is known, as in a shop's first read,
 * become rows as they are; where anything is known they are merged as deliveries are. Answers the customers to be settled, but
 * for those who are new and marked already.
 */
export async function loadOrderPiece(client: LockedConnection, shopId: number, { piece, now }: { piece: OrderPiece; now: Date }): Promise<CustomerId[]> {
  const named = [...new Set(piece.customerIds)].filter((id) => id !== null);
  if (!piece.hasDoubles && !(await isAnyKnown(client, shopId, piece))) {
    const standing = await findStanding(client, shopId, named);
    if (!standing.hasMoved) return addOrders(client, shopId, { piece, named, unmarked: standing.unmarked, now });
  }
  return mergePiece(client, shopId, { piece, now });
}

// Ids of a file rise, so one look into each table from the first id on says nearly always that none of them is there.
const NEXT = (table: string) => `(SELECT k.order_id FROM ${table} k WHERE k.shop_id = $1 AND k.order_id >= (SELECT first_id FROM asked) ORDER BY k.order_id LIMIT 1) <= (SELECT last_id FROM asked)`;
const IS_IN_RANGE = `
WITH asked AS MATERIALIZED (SELECT min(id) AS first_id, max(id) AS last_id FROM unnest($2::bigint[]) AS id)
SELECT coalesce(${NEXT("orders")}, false) OR coalesce(${NEXT("order_transactions")}, false) OR coalesce(${NEXT("refunds")}, false) AS is_any`;
const IS_THERE = `
SELECT EXISTS (SELECT FROM orders WHERE shop_id = $1 AND order_id = ANY ($2::bigint[]))
  OR EXISTS (SELECT FROM order_transactions WHERE shop_id = $1 AND order_id = ANY ($2::bigint[]))
  OR EXISTS (SELECT FROM refunds WHERE shop_id = $1 AND order_id = ANY ($2::bigint[])) AS is_any`;

async function isAnyKnown(tx: Tx, shopId: number, { orderIds }: OrderPiece): Promise<boolean> {
  for (const question of [IS_IN_RANGE, IS_THERE]) {
    const { rows } = await tx.query<{ is_any: boolean }>(question, [shopId, orderIds]);
    if (!rows[0]?.is_any) return false;
  }
  return true;
}

// Orders of somebody who was merged away belong to another, and of somebody who was erased they keep less.
async function findStanding(tx: Tx, shopId: number, customerIds: CustomerId[]): Promise<{ hasMoved: boolean; unmarked: CustomerId[] }> {
  const { rows } = await tx.query<{ customer_id: string; has_moved: boolean }>(
    `SELECT customer_id, merged_into_id IS NOT NULL OR redacted_at IS NOT NULL AS has_moved FROM customers
     WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND (dirty_since IS NULL OR merged_into_id IS NOT NULL OR redacted_at IS NOT NULL)`,
    [shopId, customerIds],
  );
  return { hasMoved: rows.some((row) => row.has_moved), unmarked: rows.map((row) => row.customer_id) };
}

interface NewOrders {
  piece: OrderPiece;
  named: CustomerId[];
  unmarked: CustomerId[];
  now: Date;
}

async function addOrders(client: LockedConnection, shopId: number, { piece, named, unmarked, now }: NewOrders): Promise<CustomerId[]> {
  await insertPayments(client, shopId, { transactions: [], refunds: piece.refunds });
  await piece.orders.copyInto(client, `COPY orders (${ORDER_COLUMNS.join(", ")}) FROM STDIN`);
  if (!piece.payments.isEmpty) await piece.payments.copyInto(client, `COPY order_transactions (${PAYMENT_COLUMNS.join(", ")}) FROM STDIN`);
  // Marked as they are written: a mark of its own would write the row and its indexes a second time.
  await client.query(
    `INSERT INTO customers (shop_id, customer_id, updated_at, first_seen_at, dirty_since)
     SELECT $1, id, 'epoch', $2, $2 FROM unnest($3::bigint[]) AS id ON CONFLICT (shop_id, customer_id) DO NOTHING`,
    [shopId, now, named],
  );
  return [...unmarked, ...(await joinWaitingOrders(client, shopId, { orderIds: piece.waitingIds, customerIds: [] }))];
}

const COPIED_ORDERS = "copied_orders";
const COPIED_PAYMENTS = "copied_payments";
const camelCase = (column: string): string => column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const asNamed = (column: string): string => `${column === "email_hash" ? "encode(email_hash, 'hex')" : column} AS "${camelCase(column)}"`;
const relation = (name: string, table: string, columns: readonly string[]): string => `(SELECT ${columns.map(asNamed).join(", ")} FROM ${table}) ${name}`;

// Tables of this transaction: they go with it, so a crash leaves nothing behind.
async function mergePiece(client: LockedConnection, shopId: number, { piece, now }: { piece: OrderPiece; now: Date }): Promise<CustomerId[]> {
  await client.query(`CREATE TEMP TABLE ${COPIED_ORDERS} ON COMMIT DROP AS SELECT ${ORDER_COLUMNS.join(", ")} FROM orders WITH NO DATA`);
  await piece.orders.copyInto(client, `COPY ${COPIED_ORDERS} FROM STDIN`);
  await client.query(`CREATE TEMP TABLE ${COPIED_PAYMENTS} ON COMMIT DROP AS SELECT ${PAYMENT_COLUMNS.join(", ")} FROM order_transactions WITH NO DATA`);
  await piece.payments.copyInto(client, `COPY ${COPIED_PAYMENTS} FROM STDIN`);
  await insertTransactionsFrom(client, shopId, { from: relation("x", COPIED_PAYMENTS, PAYMENT_COLUMNS), values: [] });
  const refunds = Map.groupBy(piece.refunds, ({ orderId }) => orderId);
  const orders = piece.orderIds.map((orderId, at) => ({ orderId, customer: namedOnly(piece.customerIds[at] ?? null), transactions: [], refunds: refunds.get(orderId) ?? [] }));
  return mergeOrders(client, shopId, { orders, waitingIds: piece.waitingIds, source: { from: relation("f", COPIED_ORDERS, ORDER_COLUMNS), values: () => [] }, now });
}

const namedOnly = (customerId: CustomerId | null) =>
  customerId === null ? null : { customerId, email: null, firstName: null, lastName: null, emailHash: null, accountState: null, createdAt: null, updatedAt: null };
