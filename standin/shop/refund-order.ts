import { refundPayload } from "#standin/webhooks/payloads/refund-payload.ts";
import { transactionPayload } from "#standin/webhooks/payloads/transaction-payload.ts";
import { emitOrder } from "./change-order.ts";
import { currentShippingMinor, lineDiscountedMinor, refundableMinor, returnedQuantity, shippingMinor } from "./order-sums.ts";
import type { OrderRecord, RefundLineRecord, RefundRecord, TransactionRecord } from "./records.ts";
import type { Shop } from "./shop.ts";
import { wholeSecond } from "./time.ts";

/**
 * `full` gives back all lines, the shipping and all money that is left; `lines` their price; `shippingMinor` shipping;
 * `amountMinor` money, with or without either. `status` is what becomes of the money at once; by default it goes back.
 */
export interface RefundInput {
  full?: boolean;
  amountMinor?: number;
  shippingMinor?: number;
  lines?: { lineId: string; quantity: number }[];
  status?: RefundStatus;
  note?: string;
  atMs: number;
}

export type RefundStatus = "SUCCESS" | "PENDING" | "FAILURE";

/** Refunds an order. Throws when more than was paid would go back, as Shopify refuses it. */
export function refundOrder(shop: Shop, order: OrderRecord, input: RefundInput): RefundRecord {
  const createdAtMs = wholeSecond(input.atMs);
  const lines = refundLines(shop, order, input);
  const shippingLines = refundShipping(shop, order, input);
  const explainedMinor = lines.reduce((sum, line) => sum + line.subtotalMinor + (order.taxesIncluded ? 0 : line.taxMinor), shippingMinor({ shippingLines }));
  const leftMinor = refundableMinor(order);
  const totalMinor = input.amountMinor ?? (input.full ? leftMinor : explainedMinor);
  if (totalMinor > leftMinor) throw new Error(`only ${leftMinor} can be refunded, not ${totalMinor}`);
  const refund: RefundRecord = {
    id: shop.nextId("event"), createdAtMs, note: input.note ?? null, lines, shippingLines, totalMinor,
    transactions: totalMinor > 0 ? [refundTransaction(shop, order, { totalMinor, createdAtMs, status: input.status ?? "SUCCESS" })] : [],
    adjustments: totalMinor === explainedMinor ? [] : [{ id: shop.nextId("event"), amountMinor: explainedMinor - totalMinor }],
  };
  order.refunds.push(refund);
  order.transactions.push(...refund.transactions);
  order.updatedAtMs = Math.max(order.updatedAtMs, createdAtMs);
  shop.revision += 1;
  announceRefund(shop, order, refund);
  return refund;
}

/** Says what became of refunds that were pending, of the named one or of all; one that failed stays so. */
export function finishRefunds(shop: Shop, order: OrderRecord, { refundId, status, atMs }: { refundId?: string; status: RefundStatus; atMs: number }): void {
  const finishedAtMs = wholeSecond(atMs);
  const pending = order.refunds.filter((one) => refundId === undefined || one.id === refundId).flatMap((one) => one.transactions.filter((transaction) => transaction.status === "PENDING"));
  if (pending.length === 0) throw new Error(`order ${order.id} has no pending refund`);
  order.updatedAtMs = Math.max(order.updatedAtMs, finishedAtMs);
  shop.revision += 1;
  for (const transaction of pending) {
    transaction.status = status;
    transaction.processedAtMs = finishedAtMs;
    announceTransaction(shop, order, { transaction, atMs: finishedAtMs });
  }
  emitOrder(shop, order, "orders/updated");
}

// Shopify tells of a transaction once it succeeded or failed.
function announceTransaction(shop: Shop, order: OrderRecord, { transaction, atMs }: { transaction: TransactionRecord; atMs: number }): void {
  if (transaction.status !== "PENDING") shop.emit("order_transactions/create", transactionPayload(shop, order, transaction), atMs);
}

function announceRefund(shop: Shop, order: OrderRecord, refund: RefundRecord): void {
  for (const transaction of refund.transactions) announceTransaction(shop, order, { transaction, atMs: refund.createdAtMs });
  shop.emit("refunds/create", refundPayload(shop, order, refund), refund.createdAtMs);
  emitOrder(shop, order, "orders/updated");
}

/** Lines as a refund takes them back. Throws where an order has not that many left of one. */
export function refundLines(shop: Shop, order: OrderRecord, input: Pick<RefundInput, "lines" | "full">): RefundLineRecord[] {
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

function refundShipping(shop: Shop, order: OrderRecord, input: RefundInput): RefundRecord["shippingLines"] {
  const leftMinor = currentShippingMinor(order);
  const subtotalMinor = input.shippingMinor ?? (input.full && input.lines === undefined ? Math.min(leftMinor, refundableMinor(order)) : 0);
  if (subtotalMinor > leftMinor) throw new Error(`only ${leftMinor} of shipping can be refunded, not ${subtotalMinor}`);
  return subtotalMinor === 0 ? [] : [{ id: shop.nextId("event"), subtotalMinor, taxMinor: 0 }];
}

function refundTransaction(
  shop: Shop, order: OrderRecord, { totalMinor, createdAtMs, status }: { totalMinor: number; createdAtMs: number; status: RefundStatus },
): TransactionRecord {
  const sale = order.transactions.find((one) => one.kind === "SALE");
  return {
    id: shop.nextId("event"), kind: "REFUND", status, amountMinor: totalMinor, createdAtMs, processedAtMs: createdAtMs,
    gateway: sale?.gateway ?? "shopify_payments", parentId: sale?.id ?? null,
  };
}
