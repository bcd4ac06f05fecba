import type { RefundFact } from "#app/domain/orders/order-fact.ts";

/**
 * The refunds of an order, what it costs as Shopify says, what payments had brought for it in its currency (`paidMinor`, null where none is known), and what edits
 * added that is not paid yet (`unpaidMinor`, as in `RefundableOrder`).
 */
export interface RefundFacts {
  refunds: RefundFact[];
  totalMinor: number;
  paidMinor: number | null;
  unpaidMinor: number;
}

const PAID_MINOR = "(SELECT sum(t.amount_minor) FROM order_transactions t WHERE t.shop_id = $1 AND t.order_id = o.order_id AND is_payment(t.status, t.kind) AND t.currency = o.currency)";

/** Whether an edit added something and Shopify does not call the order paid. */
const IS_PART_UNPAID = "(o.original_total_minor < o.total_minor AND o.financial_status IS DISTINCT FROM 'paid')";

/** `RefundFacts`, or null where nothing was refunded and nothing is open: an expression over the orders o of the shop in $1. */
export const REFUND_FACTS = `(
  SELECT CASE WHEN count(*) > 0 OR ${IS_PART_UNPAID} THEN json_build_object(
    'refunds', coalesce(json_agg(json_build_object('orderId', r.order_id::text, 'refundId', r.refund_id::text, 'createdAt', to_char(r.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'amountMinor', r.amount_minor, 'transactionIds', r.transaction_ids::text[], 'isPaidBack', r.is_paid_back, 'lines', r.lines, 'adjustments', r.adjustments)) FILTER (WHERE r.refund_id IS NOT NULL), '[]'),
    'totalMinor', o.total_minor, 'paidMinor', ${PAID_MINOR},
    'unpaidMinor', CASE WHEN ${IS_PART_UNPAID} THEN greatest(0, o.total_minor - greatest(o.original_total_minor, ${PAID_MINOR})) ELSE 0 END) END
  FROM refunds r WHERE r.shop_id = $1 AND r.order_id = o.order_id)`;

/** What nothing was refunded of, and nothing is open. */
export const NO_REFUNDS: RefundFacts = { refunds: [], totalMinor: 0, paidMinor: null, unpaidMinor: 0 };
