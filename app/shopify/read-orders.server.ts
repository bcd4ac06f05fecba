import type { OrderFact } from "#app/domain/orders/order-fact.ts";
import { gidOf, type OrderId } from "#app/domain/ids.ts";
import type { KeyedHash } from "#app/platform/keyed-hash.server.ts";
import { now as clock } from "#app/platform/clock.server.ts";
import type { AdminFullOrder } from "./documents/full-order.ts";
import { moreLines } from "./documents/more-lines.ts";
import { moreRefundLines } from "./documents/more-refund-lines.ts";
import { ORDERS_PER_CALL, ordersByIds } from "./documents/orders-by-ids.ts";
import { fullOrderFactOf } from "./order-fact-of.ts";
import { readEach, type Unreadable } from "./read-each.ts";
import { runAdmin } from "./run-admin.server.ts";

/** What Shopify says of orders now, which of them it no longer has or does not show us, and of which no sense can be made. */
export interface OrdersRead {
  facts: OrderFact[];
  missingIds: OrderId[];
  unreadable: Unreadable[];
}

/** Reads whole orders by id: every line, payment and refund. One read at a time is under way; throws as runAdmin does. */
export async function readOrders(shop: { domain: string }, orderIds: OrderId[], hash: KeyedHash): Promise<OrdersRead> {
  const read: OrdersRead = { facts: [], missingIds: [], unreadable: [] };
  for (let at = 0; at < orderIds.length; at += ORDERS_PER_CALL) {
    const ids = orderIds.slice(at, at + ORDERS_PER_CALL);
    const readAt = clock();
    const { nodes } = await runAdmin(shop, ordersByIds, { ids: ids.map((id) => gidOf(id, "Order")) });
    const orders: AdminFullOrder[] = [];
    for (const [index, id] of ids.entries()) {
      const order = nodes[index];
      if (order) orders.push(await completed(shop, order));
      else read.missingIds.push(id);
    }
    const { read: facts, unreadable } = readEach(orders, (order) => fullOrderFactOf(order, { readAt, hash }));
    read.facts.push(...facts);
    read.unreadable.push(...unreadable);
  }
  return read;
}

async function completed(shop: { domain: string }, order: AdminFullOrder): Promise<AdminFullOrder> {
  await readRemainingLines(shop, order);
  for (const refund of order.refunds) {
    let page = refund.refundLineItems.pageInfo;
    while (page.hasNextPage) {
      const answer = await runAdmin(shop, moreRefundLines, { id: refund.id, after: page.endCursor });
      if (!answer.refund) break;
      refund.refundLineItems.nodes.push(...answer.refund.refundLineItems.nodes);
      page = answer.refund.refundLineItems.pageInfo;
    }
  }
  return order;
}

async function readRemainingLines(shop: { domain: string }, order: AdminFullOrder): Promise<void> {
  let page = order.lineItems.pageInfo;
  while (page.hasNextPage) {
    const answer = await runAdmin(shop, moreLines, { id: order.id, after: page.endCursor });
    if (!answer.order) return;
    order.lineItems.nodes.push(...answer.order.lineItems.nodes);
    page = answer.order.lineItems.pageInfo;
  }
}
