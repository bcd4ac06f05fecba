-- Whether a transaction is money that came in. The planner puts the body in place of the call.
CREATE FUNCTION is_payment(p_status text, p_kind text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT p_status = 'success' AND p_kind IN ('sale', 'capture')
$$;

CREATE OR REPLACE FUNCTION order_times(
  p_shop_id integer, p_order_id bigint, p_processed_at timestamptz, p_total_minor bigint,
  p_is_paid_seen boolean, p_refunded_seen_at timestamptz
) RETURNS TABLE (paid_at timestamptz, fully_refunded_at timestamptz, refunded_minor bigint)
LANGUAGE sql STABLE AS $$
  SELECT
    CASE WHEN p_is_paid_seen THEN coalesce(paid.completed_at, paid.last_at, p_processed_at) END,
    CASE
      WHEN refunded.completed_at IS NOT NULL THEN refunded.completed_at
      WHEN p_refunded_seen_at IS NOT NULL THEN coalesce(refunded.last_at, p_refunded_seen_at)
    END,
    coalesce(refunded.amount_minor, 0)
  FROM (
    SELECT min(t.processed_at) FILTER (WHERE t.so_far_minor >= p_total_minor) AS completed_at, max(t.processed_at) AS last_at
    FROM (
      SELECT x.processed_at, sum(x.amount_minor) OVER (ORDER BY x.processed_at, x.transaction_id) AS so_far_minor
      FROM order_transactions x
      WHERE x.shop_id = p_shop_id AND x.order_id = p_order_id AND is_payment(x.status, x.kind)
    ) t
  ) paid,
  (
    SELECT min(r.created_at) FILTER (WHERE p_total_minor > 0 AND r.so_far_minor >= p_total_minor) AS completed_at,
           max(r.created_at) AS last_at, max(r.so_far_minor)::bigint AS amount_minor
    FROM (
      SELECT x.created_at, sum(x.amount_minor) OVER (ORDER BY x.created_at, x.refund_id) AS so_far_minor
      FROM refunds x WHERE x.shop_id = p_shop_id AND x.order_id = p_order_id
    ) r
  ) refunded
$$;
