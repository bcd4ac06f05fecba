-- Which orders can count, and over what time, is said once: both what counted as of one instant and what counts when ask it.
-- The planner takes the three functions apart and sees one query, with the caller's customers and instants as conditions.
CREATE FUNCTION countable_orders(p_shop_id integer)
RETURNS TABLE (
  customer_id bigint, order_id bigint, named_customer_id bigint, first_customer_id bigint, processed_at timestamptz, total_minor bigint, refunded_minor bigint, currency char(3),
  rank_at timestamptz, rank_id bigint, counts_from timestamptz, counts_until timestamptz
)
LANGUAGE sql STABLE AS $$
  SELECT o.customer_id, o.order_id, o.named_customer_id, o.first_customer_id, o.processed_at, o.total_minor, o.refunded_minor, o.currency,
    CASE WHEN p.merge_same_day THEN date_trunc('day', o.processed_at, s.time_zone) ELSE o.processed_at END,
    CASE WHEN p.merge_same_day THEN 0 ELSE o.order_id END,
    CASE WHEN p.count_from = 'creation' THEN o.processed_at ELSE greatest(o.processed_at, o.paid_at) END,
    least(o.cancelled_at, o.fully_refunded_at, o.deleted_at)
  FROM shops s
  JOIN LATERAL (SELECT * FROM counting_policies cp WHERE cp.shop_id = s.id ORDER BY cp.version DESC LIMIT 1) p ON true
  JOIN orders o ON o.shop_id = s.id
  WHERE s.id = p_shop_id
    AND o.shop_id = p_shop_id
    AND o.customer_id IS NOT NULL
    AND o.total_minor > 0
    AND o.total_minor >= p.minimum_order_minor
    AND NOT o.is_test
    AND (p.count_from = 'creation' OR o.paid_at IS NOT NULL)
    AND (s.history_horizon_at IS NULL OR o.created_at >= s.history_horizon_at OR o.is_from_file)
    AND NOT o.tags && p.excluded_tags
    AND NOT coalesce(o.source_name = ANY (p.excluded_sources), false)
$$;

CREATE OR REPLACE FUNCTION counted_orders(p_shop_id integer, p_as_of timestamptz, p_first_id bigint DEFAULT 0, p_last_id bigint DEFAULT 9223372036854775807)
RETURNS TABLE (customer_id bigint, order_id bigint, processed_at timestamptz, total_minor bigint, currency char(3), seen_rank bigint, is_first_of_rank boolean)
LANGUAGE sql STABLE AS $$
  SELECT c.customer_id, c.order_id, c.processed_at, c.total_minor, c.currency,
    dense_rank() OVER (PARTITION BY c.customer_id ORDER BY c.rank_at, c.rank_id),
    c.rank_id <> 0 OR row_number() OVER (PARTITION BY c.customer_id, c.rank_at, c.rank_id ORDER BY c.processed_at, c.order_id) = 1
  FROM countable_orders(p_shop_id) c
  WHERE c.customer_id BETWEEN p_first_id AND p_last_id
    AND c.processed_at <= p_as_of
    AND c.counts_from <= p_as_of
    AND (c.counts_until IS NULL OR c.counts_until > p_as_of)
$$;

CREATE OR REPLACE FUNCTION counting_spans(p_shop_id integer, p_customer_ids bigint[])
RETURNS TABLE (
  customer_id bigint, owner_id bigint, order_id bigint, place bigint, counts_from timestamptz, counts_until timestamptz,
  processed_at timestamptz, total_minor bigint, refunded_minor bigint, currency char(3)
)
LANGUAGE sql STABLE AS $$
  SELECT c.customer_id, order_owner(p_shop_id, c.customer_id, c.named_customer_id, c.first_customer_id), c.order_id,
    dense_rank() OVER (PARTITION BY c.customer_id ORDER BY c.rank_at, c.rank_id), c.counts_from, c.counts_until,
    c.processed_at, c.total_minor, c.refunded_minor, c.currency
  FROM countable_orders(p_shop_id) c
  WHERE c.customer_id = ANY (p_customer_ids)
$$;

-- What was moved by hand, by whom: a ledger has few of them among many.
CREATE INDEX ledger_entries_by_staff ON ledger_entries (shop_id, (why ->> 'by'), occurred_at, id) WHERE kind IN ('adjust', 'import');
