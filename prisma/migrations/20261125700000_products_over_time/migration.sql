-- What a product is tagged and where it belongs changes: a rule judges an order by what was so when it was placed. Who is
-- asked for and when it was read last stands apart from what was found, as it does for the tags of customers.
CREATE TABLE product_readings (
  shop_id        integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  product_id     bigint NOT NULL,
  valid_from     timestamptz NOT NULL,
  tags           text[] NOT NULL,
  collection_ids text[] NOT NULL,
  PRIMARY KEY (shop_id, product_id, valid_from)
);
INSERT INTO product_readings (shop_id, product_id, valid_from, tags, collection_ids)
SELECT shop_id, product_id, 'epoch', tags, collection_ids FROM product_facts WHERE read_at IS NOT NULL;

ALTER TABLE product_facts RENAME TO product_reads;
ALTER TABLE product_reads RENAME CONSTRAINT product_facts_pkey TO product_reads_pkey;
ALTER TABLE product_reads RENAME CONSTRAINT product_facts_shop_id_fkey TO product_reads_shop_id_fkey;
ALTER TABLE product_reads DROP COLUMN tags, DROP COLUMN collection_ids;
ALTER TABLE product_reads ADD COLUMN needed_at timestamptz;
UPDATE product_reads SET needed_at = 'epoch' WHERE read_at IS NULL;
DROP INDEX product_facts_open;
CREATE INDEX product_reads_open ON product_reads (shop_id, product_id) WHERE needed_at IS NOT NULL;
