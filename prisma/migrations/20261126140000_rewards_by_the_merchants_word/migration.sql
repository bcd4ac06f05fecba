-- Store credit whose answer Shopify lost for good could be taken back by the merchant, but not closed where it had been given.
ALTER TABLE redemptions ADD COLUMN vouched_by text, ADD COLUMN vouched_at timestamptz,
  ADD CONSTRAINT redemptions_vouched_check CHECK ((vouched_by IS NULL) = (vouched_at IS NULL));

-- Home counts those that wait for the merchant's word. There are hardly ever any, so the index is next to empty.
CREATE INDEX redemptions_unclear ON redemptions (shop_id) WHERE state = 'issuing' AND refusal IS NOT NULL;
