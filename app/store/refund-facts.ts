/** What was refunded of an order, a list of `RefundFact` or null: an expression over the orders o of the shop in $1. */
export const REFUND_FACTS = `(
  SELECT json_agg(json_build_object('orderId', r.order_id::text, 'refundId', r.refund_id::text, 'createdAt', to_char(r.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'amountMinor', r.amount_minor, 'transactionIds', r.transaction_ids::text[], 'isPaidBack', r.is_paid_back, 'lines', r.lines, 'adjustments', r.adjustments))
  FROM refunds r WHERE r.shop_id = $1 AND r.order_id = o.order_id)`;
