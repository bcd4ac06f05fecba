-- What an order cost before anybody edited it: the least that any version of it said. Null where nobody wrote it down: what it costs.
ALTER TABLE orders ADD COLUMN original_total_minor bigint;

-- As before, but an order is paid once what it cost at first is paid: what an edit added, and is paid later, moves no rank of
-- others. The release before calls it without the original total; the next one may drop that.
CREATE FUNCTION order_times(
  p_shop_id integer, p_order_id bigint, p_processed_at timestamptz, p_total_minor bigint, p_original_total_minor bigint,
  p_is_paid_seen boolean, p_refunded_seen_at timestamptz
) RETURNS TABLE (paid_at timestamptz, fully_refunded_at timestamptz, refunded_minor bigint)
LANGUAGE sql STABLE AS $$
  SELECT
    -- While an addition is open no status says that the order was paid; its payments do.
    CASE WHEN p_is_paid_seen OR (p_original_total_minor < p_total_minor AND paid.completed_at IS NOT NULL) THEN
      CASE WHEN p_original_total_minor <= 0 THEN p_processed_at ELSE coalesce(paid.completed_at, paid.last_at, p_processed_at) END
    END,
    CASE
      WHEN refunded.completed_at IS NOT NULL THEN refunded.completed_at
      WHEN p_refunded_seen_at IS NOT NULL THEN coalesce(refunded.last_at, p_refunded_seen_at)
    END,
    coalesce(refunded.amount_minor, 0)
  FROM (
    SELECT min(t.processed_at) FILTER (WHERE t.so_far_minor >= coalesce(p_original_total_minor, p_total_minor)) AS completed_at, max(t.processed_at) AS last_at
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

-- What was spent on an order whose total grew: a line that came by an edit is in its total, and so is the one that it came for.
-- What was paid says what the shopper bought.
CREATE FUNCTION spent_on_edited_minor(p_shop_id integer, p_order_id bigint, p_currency char(3), p_total_minor bigint, p_original_total_minor bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT least(p_total_minor, greatest(p_original_total_minor, sum(t.amount_minor)::bigint)) FROM order_transactions t
  WHERE t.shop_id = p_shop_id AND t.order_id = p_order_id AND is_payment(t.status, t.kind) AND t.currency = p_currency
$$;

-- As before, but by what an order cost at first; its total is what was spent on it.
CREATE OR REPLACE FUNCTION countable_orders_by(
  p_shop_id integer, p_time_zone text, p_history_horizon_at timestamptz,
  p_count_from text, p_minimum_order_minor bigint, p_excluded_tags text[], p_excluded_sources text[], p_merge_same_day boolean
)
RETURNS TABLE (
  customer_id bigint, order_id bigint, named_customer_id bigint, first_customer_id bigint, processed_at timestamptz, total_minor bigint, refunded_minor bigint, currency char(3),
  rank_at timestamptz, rank_id bigint, counts_from timestamptz, counts_until timestamptz
)
LANGUAGE sql STABLE AS $$
  SELECT o.customer_id, o.order_id, o.named_customer_id, o.first_customer_id, o.processed_at,
    CASE WHEN o.original_total_minor < o.total_minor THEN spent_on_edited_minor(p_shop_id, o.order_id, o.currency, o.total_minor, o.original_total_minor) ELSE o.total_minor END,
    o.refunded_minor, o.currency,
    CASE WHEN p_merge_same_day THEN date_trunc('day', o.processed_at, p_time_zone) ELSE o.processed_at END,
    CASE WHEN p_merge_same_day THEN 0 ELSE o.order_id END,
    CASE WHEN p_count_from = 'creation' THEN o.processed_at ELSE greatest(o.processed_at, o.paid_at) END,
    least(o.cancelled_at, o.fully_refunded_at, o.deleted_at, CASE WHEN o.tags && p_excluded_tags THEN order_tagged_at(o.tags, o.tags_seen, p_excluded_tags) END)
  FROM orders o
  WHERE o.shop_id = p_shop_id
    AND o.customer_id IS NOT NULL
    AND (coalesce(o.original_total_minor, o.total_minor) > 0 OR is_free_by_reward(p_shop_id, o.discount_minor, o.discount_codes))
    AND coalesce(o.original_total_minor, o.total_minor) >= p_minimum_order_minor
    AND NOT o.is_test
    AND (p_count_from = 'creation' OR o.paid_at IS NOT NULL)
    AND (p_history_horizon_at IS NULL OR o.created_at >= p_history_horizon_at OR o.is_from_file)
    AND (NOT o.tags && p_excluded_tags OR order_tagged_at(o.tags, o.tags_seen, p_excluded_tags) IS NOT NULL)
    AND NOT coalesce(is_excluded_source(o.source_name, p_excluded_sources), false)
$$;
