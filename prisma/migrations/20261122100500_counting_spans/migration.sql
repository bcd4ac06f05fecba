-- Whose an order was before customers were merged: until a merge, an order is ranked among those of its own customer.
-- merged_directly_into_id: whom a customer was merged into, where merged_into_id is the end of the chain. named_customer_id:
-- the id that the newest version of an order named, where it stands for somebody else by now. first_customer_id: the id
-- that the oldest version named.
ALTER TABLE customers ADD COLUMN merged_directly_into_id bigint;
ALTER TABLE orders ADD COLUMN named_customer_id bigint, ADD COLUMN first_customer_id bigint, ADD COLUMN first_customer_version_at timestamptz;

-- The customer to whom an order belonged before any merge: the first one named, while both are one customer by now; one who
-- is not has lost the order for good, and then it is the last one named. Nearly every order names one customer for good:
-- PostgreSQL writes that into the asking statement, and calls the other function, five microseconds an order, for the rest.

CREATE FUNCTION order_owner_of_many(p_shop_id integer, p_customer_id bigint, p_named_customer_id bigint, p_first_customer_id bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM customers k WHERE k.shop_id = p_shop_id AND k.customer_id = p_first_customer_id AND k.merged_into_id = p_customer_id)
    THEN p_first_customer_id ELSE coalesce(p_named_customer_id, p_customer_id) END
$$;
CREATE FUNCTION order_owner(p_shop_id integer, p_customer_id bigint, p_named_customer_id bigint, p_first_customer_id bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_first_customer_id = p_customer_id THEN p_customer_id ELSE order_owner_of_many(p_shop_id, p_customer_id, p_named_customer_id, p_first_customer_id) END
$$;

-- The time over which each order of some customers counts, and its place among them: the ranks of many orders as of as many
-- instants from one reading, where counted_orders would have to be asked for each. The conditions are those of
-- counted_orders; a test holds both against each other.

CREATE FUNCTION counting_spans(p_shop_id integer, p_customer_ids bigint[])
RETURNS TABLE (
  customer_id bigint, order_id bigint, place bigint, counts_from timestamptz, counts_until timestamptz,
  processed_at timestamptz, total_minor bigint, refunded_minor bigint, currency char(3)
)
LANGUAGE sql STABLE AS $$
  SELECT c.customer_id, c.order_id, dense_rank() OVER (PARTITION BY c.customer_id ORDER BY c.rank_at, c.rank_id), c.counts_from, c.counts_until,
    c.processed_at, c.total_minor, c.refunded_minor, c.currency
  FROM (
    SELECT o.customer_id, o.order_id, o.processed_at, o.total_minor, o.refunded_minor, o.currency,
      CASE WHEN p.merge_same_day THEN date_trunc('day', o.processed_at, s.time_zone) ELSE o.processed_at END AS rank_at,
      CASE WHEN p.merge_same_day THEN 0 ELSE o.order_id END AS rank_id,
      CASE WHEN p.count_from = 'creation' THEN o.processed_at ELSE greatest(o.processed_at, o.paid_at) END AS counts_from,
      least(o.cancelled_at, o.fully_refunded_at, o.deleted_at) AS counts_until
    FROM shops s
    JOIN LATERAL (SELECT * FROM counting_policies cp WHERE cp.shop_id = s.id ORDER BY cp.version DESC LIMIT 1) p ON true
    JOIN orders o ON o.shop_id = s.id
    WHERE s.id = p_shop_id
      AND o.shop_id = p_shop_id
      AND o.customer_id = ANY (p_customer_ids)
      AND o.total_minor > 0
      AND o.total_minor >= p.minimum_order_minor
      AND NOT o.is_test
      AND (p.count_from = 'creation' OR o.paid_at IS NOT NULL)
      AND (s.history_horizon_at IS NULL OR o.created_at >= s.history_horizon_at)
      AND NOT o.tags && p.excluded_tags
      AND NOT coalesce(o.source_name = ANY (p.excluded_sources), false)
  ) c
$$;
