import { orderPayload } from "#standin/webhooks/payloads/order-payload.ts";
import { rawNumber } from "#standin/webhooks/raw-number.ts";
import { transactionPayload } from "#standin/webhooks/payloads/transaction-payload.ts";
import { currentTotalMinor, paidMinor, refundedMinor } from "./order-sums.ts";
import type { CustomerRecord, OrderRecord, TransactionRecord } from "./records.ts";
import { insertByTime, type Shop } from "./shop.ts";
import { wholeSecond } from "./time.ts";

export interface OrderUpdate {
  tags?: string[];
  sourceName?: string;
  note?: string | null;
  test?: boolean;
}

const changed = (shop: Shop, order: OrderRecord, atMs: number): void => {
  order.updatedAtMs = Math.max(order.updatedAtMs, wholeSecond(atMs));
  shop.revision += 1;
};

export const emitOrder = (shop: Shop, order: OrderRecord, topic: string): void =>
  shop.emit(topic, orderPayload(shop, order), order.updatedAtMs);

/** Books the sale that pays what is still open, without telling anybody. */
export function addPayment(shop: Shop, order: OrderRecord, atMs: number): TransactionRecord | undefined {
  const amountMinor = currentTotalMinor(order) - paidMinor(order) + refundedMinor(order);
  if (amountMinor <= 0) return undefined;
  const paidAtMs = wholeSecond(atMs);
  const transaction: TransactionRecord = {
    id: shop.nextId("event"), kind: "SALE", status: "SUCCESS", amountMinor, createdAtMs: paidAtMs, processedAtMs: paidAtMs,
    gateway: "shopify_payments", parentId: null,
  };
  order.transactions.push(transaction);
  return transaction;
}

/** Pays what is open. A second call finds nothing open and does nothing. */
export function payOrder(shop: Shop, order: OrderRecord, atMs: number): void {
  const transaction = addPayment(shop, order, atMs);
  if (!transaction) return;
  changed(shop, order, atMs);
  shop.emit("order_transactions/create", transactionPayload(shop, order, transaction), transaction.createdAtMs);
  emitOrder(shop, order, "orders/paid");
  emitOrder(shop, order, "orders/updated");
}

/** Cancels without giving money back; refund it as well where money moved. */
export function cancelOrder(shop: Shop, order: OrderRecord, atMs: number): void {
  order.cancelledAtMs ??= wholeSecond(atMs);
  order.closedAtMs ??= order.cancelledAtMs;
  changed(shop, order, atMs);
  emitOrder(shop, order, "orders/cancelled");
  emitOrder(shop, order, "orders/updated");
}

export function updateOrder(shop: Shop, order: OrderRecord, { update, atMs }: { update: OrderUpdate; atMs: number }): void {
  const { tags, sourceName, note, test } = update;
  const given = Object.entries({ tags, sourceName, note, test }).filter(([, value]) => value !== undefined);
  Object.assign(order, Object.fromEntries(given));
  changed(shop, order, atMs);
  emitOrder(shop, order, "orders/updated");
}

/** Sends out everything in the order; with `delivered` it has arrived at the same time. */
export function fulfillOrder(shop: Shop, order: OrderRecord, { delivered, atMs }: { delivered: boolean; atMs: number }): void {
  const createdAtMs = wholeSecond(atMs);
  order.fulfillments.push({
    id: shop.nextId("event"), status: "SUCCESS", createdAtMs, updatedAtMs: createdAtMs, deliveredAtMs: delivered ? createdAtMs : null,
  });
  changed(shop, order, atMs);
  emitOrder(shop, order, "orders/updated");
}

export function deleteOrder(shop: Shop, order: OrderRecord, atMs: number): void {
  shop.orders.delete(order.id);
  shop.deletedOrderIds.add(order.id);
  if (order.customer) order.customer.orders = order.customer.orders.filter((one) => one !== order);
  shop.revision += 1;
  shop.emit("orders/delete", { id: rawNumber(order.id) }, wholeSecond(atMs));
}

/** Gives the order to another customer, or to nobody. */
export function moveOrder(shop: Shop, order: OrderRecord, { customer, atMs }: { customer: CustomerRecord | null; atMs: number }): void {
  if (order.customer) order.customer.orders = order.customer.orders.filter((one) => one !== order);
  order.customer = customer;
  order.email = customer?.email ?? order.email;
  if (customer) insertByTime(customer.orders, order);
  changed(shop, order, atMs);
  emitOrder(shop, order, "orders/updated");
}
