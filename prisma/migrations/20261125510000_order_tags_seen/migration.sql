-- An order's tag has no time of its own: it counts from the version in which it was first seen, and from the beginning where
-- the first version that we know of had it. tags_seen holds, for an order that ever had one, the earliest version of each tag
-- and, under '', of all (milliseconds of updated_at); null while there is no tag, or one version. So it only ever adds up, and
-- which version is heard of first makes no difference.
ALTER TABLE orders ADD COLUMN tags_seen jsonb;

-- What two versions, or what is known and a version, have seen; null without tags.
CREATE FUNCTION order_tags_seen(p_seen jsonb, p_tags text[], p_at timestamptz, p_other_tags text[], p_other_at timestamptz) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN count(*) > 1 THEN jsonb_object_agg(tag, first_ms) END
  FROM (
    SELECT tag, min(ms) AS first_ms
    FROM (
      SELECT key AS tag, value::bigint AS ms FROM jsonb_each_text(p_seen)
      UNION ALL SELECT unnest(''::text || p_tags), floor(extract(epoch FROM p_at) * 1000)::bigint WHERE p_seen IS NULL
      UNION ALL SELECT unnest(''::text || p_other_tags), floor(extract(epoch FROM p_other_at) * 1000)::bigint
    ) seen GROUP BY tag
  ) firsts
$$;

-- From when on an order with one of these tags had the first of them: null where its first version had one.
CREATE FUNCTION order_tagged_at(p_tags text[], p_seen jsonb, p_excluded_tags text[]) RETURNS timestamptz
LANGUAGE sql IMMUTABLE COST 1 AS $$
  SELECT timestamptz 'epoch' + nullif(min((p_seen ->> tag)::bigint), (p_seen ->> '')::bigint) * interval '1 millisecond'
  FROM unnest(p_tags) tag WHERE tag = ANY (p_excluded_tags)
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
    AND NOT coalesce(o.source_name = ANY (p_excluded_sources), false)
$$;
