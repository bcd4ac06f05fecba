-- Redemptions: points are held when one is asked for, and come back unless its code was used. Effects: what is to be done
-- in Shopify, written in the transaction that decides it and performed afterwards.

CREATE TABLE redemptions (
  shop_id         integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  redemption_id   text NOT NULL,
  customer_id     bigint NOT NULL,
  idempotency_key text NOT NULL,
  reward          jsonb NOT NULL,
  grant_made      jsonb NOT NULL,
  program_version integer NOT NULL,
  points          bigint NOT NULL CHECK (points > 0),
  code            text,
  state           text NOT NULL CHECK (state IN ('issuing', 'issued', 'used', 'releasing', 'returned')),
  shopify_id      text,
  order_id        bigint,
  confirmed_at    timestamptz,
  return_reason   text CHECK (return_reason IN ('refused', 'unused', 'cancelled', 'order_cancelled', 'order_refunded')),
  refusal         text,
  reserved_at     timestamptz NOT NULL,
  ends_at         timestamptz,
  closed_at       timestamptz,
  PRIMARY KEY (shop_id, redemption_id),
  CHECK ((state IN ('releasing', 'returned')) = (return_reason IS NOT NULL)),
  CHECK ((state = 'returned') = (closed_at IS NOT NULL))
);
CREATE UNIQUE INDEX redemptions_once ON redemptions (shop_id, idempotency_key);
CREATE UNIQUE INDEX redemptions_by_code ON redemptions (shop_id, code);
CREATE INDEX redemptions_of_customer ON redemptions (shop_id, customer_id, reserved_at);
CREATE INDEX redemptions_ending ON redemptions (shop_id, ends_at) WHERE state = 'issued';

-- A lot whose day passed while its points were held gets more time when they come back: once.
CREATE TABLE lot_extensions (
  shop_id       integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  lot_key       text NOT NULL,
  redemption_id text NOT NULL,
  expired_on    date NOT NULL,
  expires_on    date NOT NULL,
  PRIMARY KEY (shop_id, lot_key)
);

CREATE TABLE effects (
  shop_id    integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  effect_id  bigint GENERATED ALWAYS AS IDENTITY,
  key        text NOT NULL,
  effect     jsonb NOT NULL,
  state      text NOT NULL CHECK (state IN ('open', 'done', 'refused', 'dropped')),
  attempts   integer NOT NULL DEFAULT 0,
  run_at     timestamptz NOT NULL,
  outcome    jsonb,
  created_at timestamptz NOT NULL,
  closed_at  timestamptz,
  PRIMARY KEY (shop_id, effect_id),
  CHECK ((state = 'open') = (closed_at IS NULL))
);
CREATE UNIQUE INDEX effects_once ON effects (shop_id, key);
CREATE INDEX effects_open ON effects (shop_id, run_at) WHERE state = 'open';
