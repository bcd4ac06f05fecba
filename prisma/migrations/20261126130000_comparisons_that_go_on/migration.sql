-- A comparison with Shopify gives its place to others, when its turn is over or Shopify asks it to wait, and goes on behind the last
-- page that it noted.
ALTER TABLE reconciliations
  ADD COLUMN listing        text   NOT NULL DEFAULT 'orders' CONSTRAINT reconciliations_listing CHECK (listing IN ('orders', 'customers')),
  ADD COLUMN page_cursor    text,
  ADD COLUMN after_order_id bigint NOT NULL DEFAULT 0;
