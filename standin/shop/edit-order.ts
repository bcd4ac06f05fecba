import { refundPayload } from "#standin/webhooks/payloads/refund-payload.ts";
import { emitOrder } from "./change-order.ts";
import { lineDiscountedMinor } from "./order-sums.ts";
import { lineOf, type LineInput } from "./place-order.ts";
import type { OrderRecord, RefundRecord } from "./records.ts";
import { refundLines, type RefundInput } from "./refund-order.ts";
import type { Shop } from "./shop.ts";
import { wholeSecond } from "./time.ts";

/** Lines to take off and lines to add, at once. */
export interface EditInput {
  takeOff?: NonNullable<RefundInput["lines"]>;
  add?: LineInput[];
  atMs: number;
}

/** Edits an order. No money is moved: what was paid for lines that are taken off is owed, and what is added is still to be paid. */
export function editOrder(shop: Shop, order: OrderRecord, { takeOff = [], add = [], atMs }: EditInput): void {
  const createdAtMs = wholeSecond(atMs);
  const lines = refundLines(shop, order, { lines: takeOff });
  for (const line of add.map((input) => lineOf(shop, input))) {
    order.lines.push(line);
    order.originalTotalMinor ??= order.totalMinor;
    order.totalMinor += lineDiscountedMinor(line) + (order.taxesIncluded ? 0 : line.taxMinor);
  }
  order.updatedAtMs = Math.max(order.updatedAtMs, createdAtMs);
  shop.revision += 1;
  if (lines.length > 0) {
    const refund: RefundRecord = { id: shop.nextId("event"), createdAtMs, note: null, lines, shippingLines: [], totalMinor: 0, transactions: [], adjustments: [] };
    order.refunds.push(refund);
    shop.emit("refunds/create", refundPayload(shop, order, refund), createdAtMs);
  }
  emitOrder(shop, order, "orders/updated");
}
