-- Whether an order came by a sales channel that a policy leaves out: policies keep their names in lower case, orders as Shopify
-- writes them. Null where the channel is not known. The planner puts the body in place of the call; lower() is dear for a test
-- of every order, so it is left out where nothing is excluded.
CREATE FUNCTION is_excluded_source(p_source_name text, p_excluded_sources text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT cardinality(p_excluded_sources) > 0 AND lower(p_source_name) = ANY (p_excluded_sources)
$$;

CREATE OR REPLACE FUNCTION countable_orders_by(
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
    least(o.cancelled_at, o.fully_refunded_at, o.deleted_at, CASE WHEN o.tags && p_excluded_tags THEN order_tagged_at(o.tags, o.tags_seen, p_excluded_tags) END)
  FROM orders o
  WHERE o.shop_id = p_shop_id
    AND o.customer_id IS NOT NULL
    AND (o.total_minor > 0 OR is_free_by_reward(p_shop_id, o.discount_minor, o.discount_codes))
    AND o.total_minor >= p_minimum_order_minor
    AND NOT o.is_test
    AND (p_count_from = 'creation' OR o.paid_at IS NOT NULL)
    AND (p_history_horizon_at IS NULL OR o.created_at >= p_history_horizon_at OR o.is_from_file)
    AND (NOT o.tags && p_excluded_tags OR order_tagged_at(o.tags, o.tags_seen, p_excluded_tags) IS NOT NULL)
    AND NOT coalesce(is_excluded_source(o.source_name, p_excluded_sources), false)
$$;

-- Members of shops that leave channels out are settled by it, as after a change of their policy.
WITH affected AS (
  SELECT p.shop_id FROM (SELECT DISTINCT ON (shop_id) shop_id, excluded_sources FROM counting_policies ORDER BY shop_id, version DESC) p
  WHERE EXISTS (SELECT FROM orders o WHERE o.shop_id = p.shop_id AND is_excluded_source(o.source_name, p.excluded_sources) AND NOT o.source_name = ANY (p.excluded_sources))
), touched AS (
  UPDATE shop_figures f SET changed_at = now(), change_count = f.change_count + 1 FROM affected a WHERE f.shop_id = a.shop_id
)
UPDATE shops s SET marked_through_id = 0 FROM affected a WHERE s.id = a.shop_id;
