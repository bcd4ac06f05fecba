import type { RefundFact } from "#app/domain/orders/order-fact.ts";

/** The refunds of an order, and what payments had brought for it in its currency; `paidMinor` null where none is known. */
export interface RefundFacts {
  refunds: RefundFact[];
  paidMinor: number | null;
}

/** `RefundFacts`, or null where nothing was refunded: an expression over the orders o of the shop in $1. */
export const REFUND_FACTS = `(
  SELECT CASE WHEN count(*) > 0 THEN json_build_object(
    'refunds', json_agg(json_build_object('orderId', r.order_id::text, 'refundId', r.refund_id::text, 'createdAt', to_char(r.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'amountMinor', r.amount_minor, 'transactionIds', r.transaction_ids::text[], 'isPaidBack', r.is_paid_back, 'lines', r.lines, 'adjustments', r.adjustments)),
    'paidMinor', (SELECT sum(t.amount_minor) FROM order_transactions t WHERE t.shop_id = $1 AND t.order_id = o.order_id AND is_payment(t.status, t.kind) AND t.currency = o.currency)) END
  FROM refunds r WHERE r.shop_id = $1 AND r.order_id = o.order_id)`;

/** What nothing was refunded of. */
export const NO_REFUNDS: RefundFacts = { refunds: [], paidMinor: null };
