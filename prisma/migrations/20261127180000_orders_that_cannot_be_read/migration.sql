-- A comparison counts apart, of the orders that differ, those of which Shopify's answer cannot be read.
ALTER TABLE reconciliations ADD COLUMN orders_unreadable integer NOT NULL DEFAULT 0, ADD COLUMN unreadable_ids bigint[] NOT NULL DEFAULT '{}';
