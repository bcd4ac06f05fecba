-- The award rank of an order follows the counting policy that was in force when the order settled; stages, tiers and figures
-- follow the present one. So the time over which an order counts is answered for each policy, with the time in which that one
-- was in force.

-- Whether an order has no price because of a reward of ours. Shopify keeps a code as the buyer typed it.
-- COST: it is called for the few orders without a price, and must not make every plan over a shop's orders look dear.
CREATE FUNCTION is_free_by_reward(p_shop_id integer, p_discount_minor bigint, p_discount_codes text[]) RETURNS boolean
LANGUAGE sql STABLE COST 1 AS $$
  SELECT p_discount_minor > 0 AND EXISTS (SELECT FROM unnest(p_discount_codes) typed JOIN redemptions r ON r.shop_id = p_shop_id AND r.code = upper(typed))
$$;

-- Which orders can count by one policy, and over what time: the one place that says it.
-- The planner takes the functions apart and sees one query, with the caller's customers and instants as conditions; the shop's
-- time zone and horizon are arguments so that shop and policy are joined before the orders, not for each of them.
CREATE FUNCTION countable_orders_by(
  p_shop_id integer, p_time_zone text, p_history_horizon_at timestamptz,
  p_count_from text, p_minimum_order_minor bigint, p_excluded_tags text[], p_excluded_sources text[], p_merge_same_day boolean
)
RETURNS TABLE (
  customer_id bigint, order_id bigint, named_customer_id bigint, first_customer_id bigint, processed_at timestamptz, total_minor bigint, refunded_minor bigint, currency char(3),
  rank_at timestamptz, rank_id bigint, counts_from timestamptz, counts_until timestamptz
)
LANGUAGE sql STABLE AS $$
  SELECT o.customer_id, o.order_id, o.named_customer_id, o.first_customer_id, o.processed_at, o.total_minor, o.refunded_minor, o.currency,
    CASE WHEN p_merge_same_day THEN date_trunc('day', o.processed_at, p_time_zone) ELSE o.processed_at END,
    CASE WHEN p_merge_same_day THEN 0 ELSE o.order_id END,
    CASE WHEN p_count_from = 'creation' THEN o.processed_at ELSE greatest(o.processed_at, o.paid_at) END,
    least(o.cancelled_at, o.fully_refunded_at, o.deleted_at)
  FROM orders o
  WHERE o.shop_id = p_shop_id
    AND o.customer_id IS NOT NULL
    AND (o.total_minor > 0 OR is_free_by_reward(p_shop_id, o.discount_minor, o.discount_codes))
    AND o.total_minor >= p_minimum_order_minor
    AND NOT o.is_test
    AND (p_count_from = 'creation' OR o.paid_at IS NOT NULL)
    AND (p_history_horizon_at IS NULL OR o.created_at >= p_history_horizon_at OR o.is_from_file)
    AND NOT o.tags && p_excluded_tags
    AND NOT coalesce(o.source_name = ANY (p_excluded_sources), false)
$$;

CREATE OR REPLACE FUNCTION countable_orders(p_shop_id integer)
RETURNS TABLE (
  customer_id bigint, order_id bigint, named_customer_id bigint, first_customer_id bigint, processed_at timestamptz, total_minor bigint, refunded_minor bigint, currency char(3),
  rank_at timestamptz, rank_id bigint, counts_from timestamptz, counts_until timestamptz
)
LANGUAGE sql STABLE AS $$
  SELECT c.*
  FROM shops s
  JOIN LATERAL (SELECT * FROM counting_policies cp WHERE cp.shop_id = s.id ORDER BY cp.version DESC LIMIT 1) p ON true
  CROSS JOIN LATERAL countable_orders_by(p_shop_id, s.time_zone, s.history_horizon_at, p.count_from, p.minimum_order_minor, p.excluded_tags, p.excluded_sources, p.merge_same_day) c
  WHERE s.id = p_shop_id
$$;

-- One row for each order and policy by which it can count; its place is that among the orders of its policy. in_force_from and
-- in_force_until (exclusive) say when the policy was in force: the first one reaches back for ever (null), the present one has
-- no end (null). One that another of the same instant, or an earlier one, put out of force is left out.
DROP FUNCTION counting_spans(integer, bigint[]);
CREATE FUNCTION counting_spans(p_shop_id integer, p_customer_ids bigint[])
RETURNS TABLE (
  customer_id bigint, owner_id bigint, order_id bigint, place bigint, counts_from timestamptz, counts_until timestamptz,
  processed_at timestamptz, total_minor bigint, refunded_minor bigint, currency char(3), in_force_from timestamptz, in_force_until timestamptz
)
LANGUAGE sql STABLE AS $$
  SELECT c.customer_id, order_owner(p_shop_id, c.customer_id, c.named_customer_id, c.first_customer_id), c.order_id,
    dense_rank() OVER (PARTITION BY c.customer_id, p.in_force_until ORDER BY c.rank_at, c.rank_id), c.counts_from, c.counts_until,
    c.processed_at, c.total_minor, c.refunded_minor, c.currency, p.in_force_from, p.in_force_until
  FROM shops s
  JOIN LATERAL (
    SELECT cp.*, CASE WHEN lag(cp.version) OVER by_version IS NOT NULL THEN cp.created_at END AS in_force_from,
      min(cp.created_at) OVER (by_version ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS in_force_until
    FROM counting_policies cp WHERE cp.shop_id = s.id WINDOW by_version AS (ORDER BY cp.version)
  ) p ON p.in_force_until IS NULL OR p.in_force_from IS NULL OR p.in_force_from < p.in_force_until
  CROSS JOIN LATERAL countable_orders_by(p_shop_id, s.time_zone, s.history_horizon_at, p.count_from, p.minimum_order_minor, p.excluded_tags, p.excluded_sources, p.merge_same_day) c
  WHERE s.id = p_shop_id AND c.customer_id = ANY (p_customer_ids)
$$;

-- Orders that count from now on are settled anew, with their customers.
WITH changed AS (
  UPDATE orders o SET revision = o.revision FROM redemptions r
  WHERE r.shop_id = o.shop_id AND r.order_id = o.order_id AND o.total_minor = 0 AND is_free_by_reward(o.shop_id, o.discount_minor, o.discount_codes)
  RETURNING o.shop_id, o.customer_id
)
UPDATE customers c SET dirty_since = now() FROM changed WHERE c.shop_id = changed.shop_id AND c.customer_id = changed.customer_id AND c.dirty_since IS NULL;
