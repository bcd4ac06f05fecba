import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { RefundFact, TransactionFact } from "#app/domain/orders/order-fact.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { rowsRelation } from "#app/platform/rows-relation.ts";
import { deriveOrderTimes } from "./derive-order-times.server.ts";

const TRANSACTIONS = rowsRelation("x", {
  orderId: "bigint", transactionId: "bigint", kind: "text", status: "text", amountMinor: "bigint", currency: "char(3)", processedAt: "timestamptz", gateway: "text", parentId: "bigint",
});

// A payment that succeeded stays: pending may become success, success becomes nothing else. Where a refund without money waits for
// what was paid, or an edit added something, a payment changes what the order earned, though no column of the order tells.
const INSERT_TRANSACTIONS = (from: string) => `
WITH written AS (
  INSERT INTO order_transactions AS t (shop_id, order_id, transaction_id, kind, status, amount_minor, currency, processed_at, gateway, parent_id)
  SELECT DISTINCT ON (x."orderId", x."transactionId") $1::integer, x."orderId", x."transactionId", x.kind, x.status, x."amountMinor", x.currency, x."processedAt", x.gateway, x."parentId"
  FROM ${from}
  ORDER BY x."orderId", x."transactionId", (x.status = 'success') DESC
  ON CONFLICT (shop_id, order_id, transaction_id) DO UPDATE SET status = excluded.status, amount_minor = excluded.amount_minor, processed_at = excluded.processed_at
  WHERE t.status <> 'success' AND t.status <> excluded.status
  RETURNING t.order_id, t.status, t.kind)
UPDATE orders o SET revision = o.revision
WHERE o.shop_id = $1 AND o.order_id IN (
  SELECT w.order_id FROM written w JOIN refunds r ON r.shop_id = $1 AND r.order_id = w.order_id AND r.amount_minor = 0 WHERE is_payment(w.status, w.kind)
  UNION ALL
  SELECT w.order_id FROM written w CROSS JOIN LATERAL (
    SELECT FROM orders k WHERE k.shop_id = $1 AND k.order_id = w.order_id AND k.original_total_minor < k.total_minor OFFSET 0 -- by its key, however many payments come
  ) edited WHERE is_payment(w.status, w.kind))`;

const SORTED = (ids: string) => `ARRAY(SELECT DISTINCT id FROM unnest(${ids}) AS id ORDER BY id)`;
const REFUND_MERGED: [column: string, value: string][] = [
  ["amount_minor", "greatest(r.amount_minor, excluded.amount_minor)"],
  ["transaction_ids", SORTED("r.transaction_ids || excluded.transaction_ids")],
  ["is_paid_back", "r.is_paid_back OR excluded.is_paid_back"],
  ["lines", "coalesce(excluded.lines, r.lines)"],
  ["adjustments", "coalesce(excluded.adjustments, r.adjustments)"],
];

// Money that went back stays gone: a refund's amount only grows, and its lines are kept once they were read.
const INSERT_REFUNDS = `
INSERT INTO refunds AS r (shop_id, order_id, refund_id, created_at, amount_minor, transaction_ids, is_paid_back, lines, adjustments)
SELECT DISTINCT ON (x."orderId", x."refundId") $1, x."orderId", x."refundId", x."createdAt", x."amountMinor", ${SORTED('x."transactionIds"')}, x."isPaidBack", x.lines, x.adjustments
FROM json_to_recordset($2::json) AS x("orderId" bigint, "refundId" bigint, "createdAt" timestamptz, "amountMinor" bigint, "transactionIds" bigint[], "isPaidBack" boolean, lines jsonb, adjustments jsonb)
ORDER BY x."orderId", x."refundId", x."isPaidBack" DESC, x."amountMinor" DESC, (x.lines IS NOT NULL) DESC
ON CONFLICT (shop_id, order_id, refund_id) DO UPDATE SET ${REFUND_MERGED.map(([column, value]) => `${column} = ${value}`).join(", ")}
WHERE (${REFUND_MERGED.map(([column]) => `r.${column}`).join(", ")}) IS DISTINCT FROM (${REFUND_MERGED.map(([, value]) => value).join(", ")})
RETURNING r.order_id`;

// A refund and the success of its transactions come apart, in any order. What was paid back in another currency than the
// order's cannot be told in it, and adds nothing to the amount.
const ADD_WHAT_WAS_PAID_BACK = `
UPDATE refunds r SET is_paid_back = true, amount_minor = greatest(r.amount_minor, paid.amount_minor)
FROM (
  SELECT k.order_id, k.refund_id, coalesce(sum(t.amount_minor) FILTER (WHERE t.currency = coalesce(o.currency, s.currency)), 0)::bigint AS amount_minor
  FROM refunds k
  JOIN order_transactions t ON t.shop_id = $1 AND t.order_id = k.order_id AND t.transaction_id = ANY (k.transaction_ids) AND t.status = 'success' AND t.kind = 'refund'
  JOIN shops s ON s.id = $1
  LEFT JOIN orders o ON o.shop_id = $1 AND o.order_id = k.order_id
  WHERE k.shop_id = $1 AND k.order_id = ANY ($2::bigint[])
  GROUP BY k.order_id, k.refund_id
) paid
WHERE r.shop_id = $1 AND r.order_id = paid.order_id AND r.refund_id = paid.refund_id AND (NOT r.is_paid_back OR r.amount_minor < paid.amount_minor)
RETURNING r.order_id`;

export interface Payments {
  transactions: TransactionFact[];
  refunds: RefundFact[];
}

/** Writes payments from where SQL finds them: a relation named x, and the parameters that it uses from $2 on. */
export async function insertTransactionsFrom(tx: LockedTx, shopId: number, { from, values }: { from: string; values: unknown[] }): Promise<void> {
  await tx.query(INSERT_TRANSACTIONS(from), [shopId, ...values]);
}

/** Writes payments and refunds; what follows for their orders is up to the caller. */
export async function insertPayments(tx: LockedTx, shopId: number, { transactions, refunds }: Payments): Promise<void> {
  if (transactions.length > 0) await insertTransactionsFrom(tx, shopId, { from: TRANSACTIONS.from(2), values: TRANSACTIONS.values(transactions) });
  const paidBack = transactions.filter(({ kind, status }) => kind === "refund" && status === "success");
  if (refunds.length === 0 && paidBack.length === 0) return;
  const merged = refunds.length === 0 ? [] : await mergeRefunds(tx, shopId, refunds);
  const settled = await tx.query<{ order_id: string }>(ADD_WHAT_WAS_PAID_BACK, [shopId, [...refunds, ...paidBack].map(({ orderId }) => orderId)]);
  // A refund whose lines or money came later changes what its order earned, though no column of the order tells.
  const changed = [...merged, ...settled.rows].map((row) => row.order_id);
  await tx.query("UPDATE orders SET revision = revision WHERE shop_id = $1 AND order_id = ANY ($2::bigint[])", [shopId, changed]);
}

async function mergeRefunds(tx: LockedTx, shopId: number, refunds: RefundFact[]): Promise<{ order_id: string }[]> {
  await dropUnnumberedRefunds(tx, shopId, refunds);
  return (await tx.query<{ order_id: string }>(INSERT_REFUNDS, [shopId, JSON.stringify(refunds)])).rows;
}

/** Payments and refunds that came alone; their orders may come later. Answers the customers of the orders that are there. */
export async function upsertPayments(tx: LockedTx, shopId: number, payments: Payments): Promise<CustomerId[]> {
  const orderIds = [...new Set([...payments.transactions, ...payments.refunds].map((fact): OrderId => fact.orderId))];
  if (orderIds.length === 0) return [];
  await insertPayments(tx, shopId, payments);
  await deriveOrderTimes(tx, shopId, orderIds);
  const touched = await tx.query<{ customer_id: string }>(
    "SELECT DISTINCT customer_id FROM orders WHERE shop_id = $1 AND order_id = ANY ($2::bigint[]) AND customer_id IS NOT NULL",
    [shopId, orderIds],
  );
  return touched.rows.map((row) => row.customer_id);
}

// What a file said was refunded has no number of Shopify's; the numbered refunds of the same order say the same money again.
async function dropUnnumberedRefunds(tx: LockedTx, shopId: number, refunds: RefundFact[]): Promise<void> {
  const numbered = refunds.flatMap(({ orderId, refundId }) => (refundId === "0" ? [] : orderId));
  if (numbered.length > 0) await tx.query("DELETE FROM refunds WHERE shop_id = $1 AND order_id = ANY ($2::bigint[]) AND refund_id = 0", [shopId, numbered]);
}
