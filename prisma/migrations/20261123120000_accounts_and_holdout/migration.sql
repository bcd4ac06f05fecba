-- The share that is held out, as it was set; the highest version is in force, and none means ten per cent.
CREATE TABLE holdout_settings (
  shop_id    integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  version    integer NOT NULL,
  percent    smallint NOT NULL CHECK (percent BETWEEN 0 AND 20),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  PRIMARY KEY (shop_id, version)
);

-- Written before a customer is treated for the first time, and never changed: a share that is set later moves nobody.
CREATE TABLE holdout_assignments (
  shop_id     integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  customer_id bigint NOT NULL,
  arm         text NOT NULL CHECK (arm IN ('treated', 'held_out')),
  percent     smallint NOT NULL,
  assigned_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, customer_id)
);

-- Accounts of customers, each once. enabled_at is empty where the account is older than the installation: nobody says since when.
CREATE TABLE member_accounts (
  shop_id     integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  customer_id bigint NOT NULL,
  source      text NOT NULL CHECK (source IN ('before_install', 'enabled', 'state', 'sign_in')),
  enabled_at  timestamptz,
  seen_at     timestamptz NOT NULL,
  PRIMARY KEY (shop_id, customer_id),
  CHECK ((source = 'before_install') = (enabled_at IS NULL))
);
-- Whoever used an account before this table was there had it before.
INSERT INTO member_accounts (shop_id, customer_id, source, enabled_at, seen_at)
SELECT shop_id, customer_id, 'before_install', NULL, now() FROM customers WHERE account_state = 'enabled' AND merged_into_id IS NULL;

-- Orders after which the buyer saw our block. The key counts an order once, however often its page is opened.
CREATE TABLE block_views (
  shop_id       integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  order_id      bigint NOT NULL,
  surface       text NOT NULL CHECK (surface IN ('thank_you', 'order_status')),
  first_seen_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, order_id)
);

-- Which customer accounts the shop runs, and when Shopify said so.
ALTER TABLE shops ADD COLUMN customer_accounts text CHECK (customer_accounts IN ('new', 'classic'));
ALTER TABLE shops ADD COLUMN customer_accounts_at timestamptz;
