import type { RefundableOrder } from "#app/domain/orders/eligible-amount.ts";

/** The refunds of an order, and what it cost and was paid. */
export type RefundFacts = Pick<RefundableOrder, "refunds" | "totalMinor" | "originalTotalMinor" | "payments" | "isCalledPaid">;

const jsonInstant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const PAYMENTS = `(
  SELECT coalesce(json_agg(json_build_object('at', ${jsonInstant("t.processed_at")}, 'amountMinor', t.amount_minor)), '[]') FROM order_transactions t
  WHERE t.shop_id = $1 AND t.order_id = o.order_id AND is_payment(t.status, t.kind) AND t.currency = o.currency)`;

/** `RefundFacts`, or null where nothing was refunded and no edit added anything: an expression over the orders o of the shop in $1. */
export const REFUND_FACTS = `(
  SELECT CASE WHEN count(*) > 0 OR o.original_total_minor < o.total_minor THEN json_build_object(
    'refunds', coalesce(json_agg(json_build_object('orderId', r.order_id::text, 'refundId', r.refund_id::text, 'createdAt', ${jsonInstant("r.created_at")},
      'amountMinor', r.amount_minor, 'transactionIds', r.transaction_ids::text[], 'isPaidBack', r.is_paid_back, 'lines', r.lines, 'adjustments', r.adjustments)) FILTER (WHERE r.refund_id IS NOT NULL), '[]'),
    'totalMinor', o.total_minor, 'originalTotalMinor', coalesce(o.original_total_minor, o.total_minor), 'isCalledPaid', o.financial_status IS NOT DISTINCT FROM 'paid', 'payments', ${PAYMENTS}) END
  FROM refunds r WHERE r.shop_id = $1 AND r.order_id = o.order_id)`;

/** What nothing was refunded of, and nothing was added to. */
export const NO_REFUNDS: RefundFacts = { refunds: [], totalMinor: 0, originalTotalMinor: 0, payments: [], isCalledPaid: false };
