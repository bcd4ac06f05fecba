import { refundPayload } from "#standin/webhooks/payloads/refund-payload.ts";
import { transactionPayload } from "#standin/webhooks/payloads/transaction-payload.ts";
import { emitOrder } from "./change-order.ts";
import { lineDiscountedMinor, paidMinor, refundedMinor, returnedQuantity } from "./order-sums.ts";
import type { OrderRecord, RefundLineRecord, RefundRecord, TransactionRecord } from "./records.ts";
import type { Shop } from "./shop.ts";
import { wholeSecond } from "./time.ts";

/** `full` gives back all lines and all money that is left; `lines` their price; `amountMinor` money, with or without lines. */
export interface RefundInput {
  full?: boolean;
  amountMinor?: number;
  lines?: { lineId: string; quantity: number }[];
  note?: string;
  atMs: number;
}

/** Refunds an order. Throws when more than was paid would go back, as Shopify refuses it. */
export function refundOrder(shop: Shop, order: OrderRecord, input: RefundInput): RefundRecord {
  const createdAtMs = wholeSecond(input.atMs);
  const lines = refundLines(shop, order, input);
  const linesMinor = lines.reduce((sum, line) => sum + line.subtotalMinor + (order.taxesIncluded ? 0 : line.taxMinor), 0);
  const leftMinor = paidMinor(order) - refundedMinor(order);
  const totalMinor = input.amountMinor ?? (input.full ? leftMinor : linesMinor);
  if (totalMinor > leftMinor) throw new Error(`only ${leftMinor} can be refunded, not ${totalMinor}`);
  const refund: RefundRecord = {
    id: shop.nextId("event"), createdAtMs, note: input.note ?? null, lines, totalMinor,
    transactions: totalMinor > 0 ? [refundTransaction(shop, order, { totalMinor, createdAtMs })] : [],
    adjustments: totalMinor === linesMinor ? [] : [{ id: shop.nextId("event"), amountMinor: linesMinor - totalMinor }],
  };
  order.refunds.push(refund);
  order.transactions.push(...refund.transactions);
  order.updatedAtMs = Math.max(order.updatedAtMs, createdAtMs);
  shop.revision += 1;
  announceRefund(shop, order, refund);
  return refund;
}

function announceRefund(shop: Shop, order: OrderRecord, refund: RefundRecord): void {
  for (const transaction of refund.transactions) {
    shop.emit("order_transactions/create", transactionPayload(shop, order, transaction), refund.createdAtMs);
  }
  shop.emit("refunds/create", refundPayload(shop, order, refund), refund.createdAtMs);
  emitOrder(shop, order, "orders/updated");
}

function refundLines(shop: Shop, order: OrderRecord, input: RefundInput): RefundLineRecord[] {
  const wanted = input.lines
    ?? (input.full ? order.lines.map((line) => ({ lineId: line.id, quantity: line.quantity - returnedQuantity(order, line) })) : []);
  return wanted.filter(({ quantity }) => quantity > 0).map(({ lineId, quantity }) => {
    const line = order.lines.find((one) => one.id === lineId);
    if (!line) throw new Error(`order ${order.id} has no line ${lineId}`);
    if (quantity > line.quantity - returnedQuantity(order, line)) throw new Error(`line ${lineId} has not that many left`);
    const share = quantity / line.quantity;
    return {
      id: shop.nextId("event"), line, quantity,
      subtotalMinor: Math.round(lineDiscountedMinor(line) * share), taxMinor: Math.round(line.taxMinor * share),
    };
  });
}

function refundTransaction(
  shop: Shop, order: OrderRecord, { totalMinor, createdAtMs }: { totalMinor: number; createdAtMs: number },
): TransactionRecord {
  const sale = order.transactions.find((one) => one.kind === "SALE");
  return {
    id: shop.nextId("event"), kind: "REFUND", status: "SUCCESS", amountMinor: totalMinor, createdAtMs, processedAtMs: createdAtMs,
    gateway: sale?.gateway ?? "shopify_payments", parentId: sale?.id ?? null,
  };
}
