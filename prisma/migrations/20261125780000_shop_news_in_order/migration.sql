-- What Shopify says of a shop and of its grants may be delivered out of order: the instant of the newest that is known.
ALTER TABLE shops ADD COLUMN details_updated_at timestamptz, ADD COLUMN scopes_updated_at timestamptz;
