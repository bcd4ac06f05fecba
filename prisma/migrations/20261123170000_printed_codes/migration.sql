-- Codes that the template of the order confirmation prints by itself: a keyed hash of the order's number, made in Shopify before the order is placed.
ALTER TABLE confirmation_settings
  DROP CONSTRAINT confirmation_settings_way_check,
  ADD CONSTRAINT confirmation_settings_way_check CHECK (way IN ('off', 'blocks', 'link', 'print', 'static')),
  -- Since when codes of coming orders are held ready; null: they are not.
  ADD COLUMN pool_since timestamptz,
  -- The merchant's own code, the same for everybody.
  ADD COLUMN static_code text;
ALTER TABLE confirmation_codes
  DROP CONSTRAINT confirmation_codes_way_check,
  ADD CONSTRAINT confirmation_codes_way_check CHECK (way IN ('blocks', 'link', 'print'));

-- Keys of printed codes. The highest version is in the snippet; the one before is printed until a test mail has proven the new one. `checked_at`: when a test mail last did.
CREATE TABLE print_keys (
  shop_id    integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  version    integer NOT NULL,
  key_sealed text NOT NULL,
  created_at timestamptz NOT NULL,
  checked_at timestamptz,
  PRIMARY KEY (shop_id, version)
);

-- A discount that holds printed codes: one for an ISO week, and a further edition where the rules changed within it.
CREATE TABLE print_discounts (
  shop_id    integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  week       text NOT NULL,
  edition    integer NOT NULL,
  seed_code  text NOT NULL,
  terms      jsonb NOT NULL,
  ends_at    timestamptz NOT NULL,
  shopify_id text,
  PRIMARY KEY (shop_id, week, edition)
);

-- One code for an order's number and a key, written down before Shopify hears of it. `order_id`: the order that came with that number.
CREATE TABLE print_codes (
  shop_id      integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  key_version  integer NOT NULL,
  order_number bigint NOT NULL,
  code         text NOT NULL,
  week         text NOT NULL,
  edition      integer NOT NULL,
  state        text NOT NULL CHECK (state IN ('planned', 'ready', 'refused')),
  creation_id  text,
  shopify_id   text,
  refusal      text,
  planned_at   timestamptz NOT NULL,
  order_id     bigint,
  PRIMARY KEY (shop_id, key_version, order_number),
  FOREIGN KEY (shop_id, key_version) REFERENCES print_keys ON DELETE CASCADE,
  FOREIGN KEY (shop_id, week, edition) REFERENCES print_discounts ON DELETE CASCADE,
  CHECK ((state = 'refused') = (refusal IS NOT NULL))
);
CREATE UNIQUE INDEX print_codes_by_code ON print_codes (shop_id, code);
CREATE INDEX print_codes_planned ON print_codes (shop_id, order_number) WHERE state = 'planned';
