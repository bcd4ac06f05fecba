-- Orders and tiers that a merchant brings in a file, beside balances. A file is kept as it is read ("reading"); what came of a
-- piece of orders stands in its report, without what the orders say.
ALTER TABLE imports DROP CONSTRAINT imports_kind_check, DROP CONSTRAINT imports_state_check;
ALTER TABLE imports ADD CONSTRAINT imports_kind_check CHECK (kind IN ('import', 'adjust', 'orders', 'tiers')),
  ADD CONSTRAINT imports_state_check CHECK (state IN ('reading', 'checked', 'running', 'done', 'undoing', 'undone'));
ALTER TABLE import_pieces ADD COLUMN report json;

-- A tier that a member was given, whatever their orders say: from an instant, until the tier would end by the program or a
-- day that was named, or until it was taken back.
CREATE TABLE tier_grants (
  shop_id     integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  import_id   bigint NOT NULL,
  line        integer NOT NULL,
  customer_id bigint NOT NULL,
  tier_id     text NOT NULL,
  granted_at  timestamptz NOT NULL,
  ends_at     timestamptz,
  undone_at   timestamptz,
  PRIMARY KEY (shop_id, import_id, line)
);
CREATE INDEX tier_grants_of_customer ON tier_grants (shop_id, customer_id);

-- An order from before what Shopify lets us read lies inside its customer's opening count; once a file has brought it, it is
-- an order like others, and the count is one less.
ALTER TABLE orders ADD COLUMN is_from_file boolean NOT NULL DEFAULT false;

CREATE OR REPLACE FUNCTION counted_orders(p_shop_id integer, p_as_of timestamptz, p_first_id bigint DEFAULT 0, p_last_id bigint DEFAULT 9223372036854775807)
RETURNS TABLE (customer_id bigint, order_id bigint, processed_at timestamptz, total_minor bigint, currency char(3), seen_rank bigint, is_first_of_rank boolean)
LANGUAGE sql STABLE AS $$
  SELECT c.customer_id, c.order_id, c.processed_at, c.total_minor, c.currency,
    dense_rank() OVER (PARTITION BY c.customer_id ORDER BY c.rank_at, c.rank_id),
    c.rank_id <> 0 OR row_number() OVER (PARTITION BY c.customer_id, c.rank_at, c.rank_id ORDER BY c.processed_at, c.order_id) = 1
  FROM (
    SELECT o.customer_id, o.order_id, o.processed_at, o.total_minor, o.currency,
      CASE WHEN p.merge_same_day THEN date_trunc('day', o.processed_at, s.time_zone) ELSE o.processed_at END AS rank_at,
      CASE WHEN p.merge_same_day THEN 0 ELSE o.order_id END AS rank_id
    FROM shops s
    JOIN LATERAL (SELECT * FROM counting_policies cp WHERE cp.shop_id = s.id ORDER BY cp.version DESC LIMIT 1) p ON true
    JOIN orders o ON o.shop_id = s.id
    WHERE s.id = p_shop_id
      AND o.shop_id = p_shop_id
      AND o.customer_id BETWEEN p_first_id AND p_last_id
      AND o.processed_at <= p_as_of
      AND o.total_minor > 0
      AND o.total_minor >= p.minimum_order_minor
      AND NOT o.is_test
      AND (p.count_from = 'creation' OR o.paid_at <= p_as_of)
      AND (o.cancelled_at IS NULL OR o.cancelled_at > p_as_of)
      AND (o.fully_refunded_at IS NULL OR o.fully_refunded_at > p_as_of)
      AND (o.deleted_at IS NULL OR o.deleted_at > p_as_of)
      AND (s.history_horizon_at IS NULL OR o.created_at >= s.history_horizon_at OR o.is_from_file)
      AND NOT o.tags && p.excluded_tags
      AND NOT coalesce(o.source_name = ANY (p.excluded_sources), false)
  ) c
$$;

DROP FUNCTION counting_spans(integer, bigint[]);
CREATE FUNCTION counting_spans(p_shop_id integer, p_customer_ids bigint[])
RETURNS TABLE (
  customer_id bigint, owner_id bigint, order_id bigint, place bigint, counts_from timestamptz, counts_until timestamptz,
  processed_at timestamptz, total_minor bigint, refunded_minor bigint, currency char(3)
)
LANGUAGE sql STABLE AS $$
  SELECT c.customer_id, c.owner_id, c.order_id, dense_rank() OVER (PARTITION BY c.customer_id ORDER BY c.rank_at, c.rank_id), c.counts_from, c.counts_until,
    c.processed_at, c.total_minor, c.refunded_minor, c.currency
  FROM (
    SELECT o.customer_id, order_owner(o.shop_id, o.customer_id, o.named_customer_id, o.first_customer_id) AS owner_id,
      o.order_id, o.processed_at, o.total_minor, o.refunded_minor, o.currency,
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
      AND (s.history_horizon_at IS NULL OR o.created_at >= s.history_horizon_at OR o.is_from_file)
      AND NOT o.tags && p.excluded_tags
      AND NOT coalesce(o.source_name = ANY (p.excluded_sources), false)
  ) c
$$;
