-- How a shop's order confirmations come to a code for the next order, and by which rules. Orders placed before `since` get none.
CREATE TABLE confirmation_settings (
  shop_id    integer PRIMARY KEY REFERENCES shops ON DELETE CASCADE,
  way        text NOT NULL CHECK (way IN ('off', 'blocks', 'link')),
  rules      jsonb NOT NULL,
  since      timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL
);

-- Codes given with order confirmations: one for an order, by its key, whoever asks and however often. `reserved_minor` is
-- what the code may cost, until it is used. The code is written down before Shopify hears of it.
CREATE TABLE confirmation_codes (
  shop_id        integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  order_id       bigint NOT NULL,
  code           text NOT NULL,
  way            text NOT NULL CHECK (way IN ('blocks', 'link')),
  terms          jsonb NOT NULL,
  reserved_minor bigint NOT NULL CHECK (reserved_minor >= 0),
  state          text NOT NULL CHECK (state IN ('making', 'ready', 'used', 'revoking', 'revoked', 'refused')),
  shopify_id     text,
  refusal        text,
  used_order_id  bigint,
  given_at       timestamptz NOT NULL,
  ends_at        timestamptz NOT NULL,
  closed_at      timestamptz,
  PRIMARY KEY (shop_id, order_id),
  CHECK ((state = 'used') = (used_order_id IS NOT NULL)),
  CHECK ((state = 'refused') = (refusal IS NOT NULL))
);
CREATE UNIQUE INDEX confirmation_codes_by_code ON confirmation_codes (shop_id, code);
CREATE INDEX confirmation_codes_by_time ON confirmation_codes (shop_id, given_at);

-- Keys that sign the claim links of order confirmations. The newest one is in the snippet; a replaced one goes on working for mails already sent.
CREATE TABLE claim_keys (
  shop_id     integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  version     integer NOT NULL,
  key_sealed  text NOT NULL,
  created_at  timestamptz NOT NULL,
  replaced_at timestamptz,
  PRIMARY KEY (shop_id, version)
);
