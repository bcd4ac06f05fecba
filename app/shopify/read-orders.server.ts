import { type AdminFullOrder, type AdminFullRefund } from "./documents/full-order.ts";
import { moreLines } from "./documents/more-lines.ts";
import { moreRefundLines } from "./documents/more-refund-lines.ts";
import { ORDERS_PER_CALL, ordersByIds } from "./documents/orders-by-ids.ts";
import { runAdmin } from "./run-admin.server.ts";

type Shop = { domain: string };

/** A whole order: every line and every line of every refund is there. Ids are gids. */
export type ReadOrder = Omit<AdminFullOrder, "lineItems" | "refunds"> & {
  lines: AdminFullOrder["lineItems"]["nodes"];
  refunds: (Omit<AdminFullRefund, "refundLineItems"> & { lines: AdminFullRefund["refundLineItems"]["nodes"] })[];
};

async function linesOf(shop: Shop, order: AdminFullOrder): Promise<ReadOrder["lines"]> {
  const lines = [...order.lineItems.nodes];
  let end = order.lineItems.pageInfo;
  while (end.hasNextPage) {
    const page = (await runAdmin(shop, moreLines, { id: order.id, after: end.endCursor })).order?.lineItems;
    if (!page) break;
    lines.push(...page.nodes);
    end = page.pageInfo;
  }
  return lines;
}

async function refundLinesOf(shop: Shop, refund: AdminFullRefund): Promise<AdminFullRefund["refundLineItems"]["nodes"]> {
  const lines = [...refund.refundLineItems.nodes];
  let end = refund.refundLineItems.pageInfo;
  while (end.hasNextPage) {
    const page = (await runAdmin(shop, moreRefundLines, { id: refund.id, after: end.endCursor })).refund?.refundLineItems;
    if (!page) break;
    lines.push(...page.nodes);
    end = page.pageInfo;
  }
  return lines;
}

/** Follows the pages that did not fit into the first answer, for orders that `ordersByIds` or `ordersPage` gave. */
export async function completeOrder(shop: Shop, order: AdminFullOrder): Promise<ReadOrder> {
  const { lineItems: _lineItems, refunds, ...rest } = order;
  const whole: ReadOrder = { ...rest, lines: await linesOf(shop, order), refunds: [] };
  for (const refund of refunds) {
    const { refundLineItems: _refundLineItems, ...plain } = refund;
    whole.refunds.push({ ...plain, lines: await refundLinesOf(shop, refund) });
  }
  return whole;
}

/**
 * Reads orders by their decimal ids, ten a call, one call after the other.
 *
 * Orders that are deleted, or too old for this app to read, are missing in the answer; the rest stand in the order asked.
 * Throws the errors of errors.ts; asking again is harmless.
 */
export async function readOrders(shop: Shop, orderIds: readonly string[]): Promise<ReadOrder[]> {
  const found: ReadOrder[] = [];
  for (let from = 0; from < orderIds.length; from += ORDERS_PER_CALL) {
    const ids = orderIds.slice(from, from + ORDERS_PER_CALL).map((id) => `gid://shopify/Order/${id}`);
    const { nodes } = await runAdmin(shop, ordersByIds, { ids });
    for (const order of nodes) if (order) found.push(await completeOrder(shop, order));
  }
  return found;
}
