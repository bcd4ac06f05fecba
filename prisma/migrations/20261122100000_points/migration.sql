-- The points program: versions of its rules, the append-only ledger, and projections of it that the same statement writes.
-- Points are whole numbers. The ledger wins over every projection.

CREATE TABLE program_drafts (
  shop_id    integer PRIMARY KEY REFERENCES shops ON DELETE CASCADE,
  definition jsonb NOT NULL,
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL
);

CREATE TABLE program_versions (
  shop_id      integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  version      integer NOT NULL,
  definition   jsonb NOT NULL,
  currency     char(3) NOT NULL,
  starts_at    timestamptz NOT NULL,
  is_paused    boolean NOT NULL,
  published_at timestamptz NOT NULL,
  published_by text NOT NULL,
  PRIMARY KEY (shop_id, version)
);

CREATE TABLE ledger_entries (
  shop_id         integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  id              bigint GENERATED ALWAYS AS IDENTITY,
  customer_id     bigint NOT NULL,
  key             text NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('earn_pending', 'earn_released', 'earn_cancelled', 'redeem', 'redeem_returned', 'reverse',
                    'reverse_waived', 'expire', 'adjust', 'import', 'merge_in', 'merge_out')),
  pending_points  bigint NOT NULL,
  settled_points  bigint NOT NULL,
  waived_points   bigint NOT NULL,
  occurred_at     timestamptz NOT NULL,
  recorded_at     timestamptz NOT NULL,
  order_id        bigint,
  program_version integer,
  why             jsonb NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX ledger_entries_once ON ledger_entries (shop_id, key);
CREATE INDEX ledger_entries_of_customer ON ledger_entries (shop_id, customer_id, occurred_at, id);
CREATE INDEX ledger_entries_by_time ON ledger_entries (shop_id, occurred_at);

-- Append-only: what was written stays, and a correction is a new entry. Only the erasure of a whole shop passes.
CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('thrice.erasing_shop', true) = OLD.shop_id::text THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE ON ledger_entries FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER ledger_entries_no_truncate BEFORE TRUNCATE ON ledger_entries EXECUTE FUNCTION refuse_ledger_change();

CREATE TABLE lots (
  shop_id         integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  customer_id     bigint NOT NULL,
  key             text NOT NULL,
  order_id        bigint,
  points          bigint NOT NULL CHECK (points > 0),
  left_points     bigint NOT NULL CHECK (left_points >= 0),
  redeemed_points bigint NOT NULL CHECK (redeemed_points >= 0),
  expired_points  bigint NOT NULL CHECK (expired_points >= 0),
  expires_on      date,
  credited_at     timestamptz NOT NULL,
  PRIMARY KEY (shop_id, key),
  CHECK (left_points + redeemed_points + expired_points <= points)
);
CREATE INDEX lots_of_customer ON lots (shop_id, customer_id);

CREATE TABLE lot_allocations (
  shop_id   integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  entry_key text NOT NULL,
  lot_key   text NOT NULL,
  points    bigint NOT NULL CHECK (points > 0),
  PRIMARY KEY (shop_id, entry_key, lot_key)
);

CREATE TABLE order_bookings (
  shop_id         integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  customer_id     bigint NOT NULL,
  order_id        bigint NOT NULL,
  pending_points  bigint NOT NULL CHECK (pending_points >= 0),
  credited_points bigint NOT NULL CHECK (credited_points >= 0),
  reversed_points bigint NOT NULL CHECK (reversed_points >= 0),
  waived_points   bigint NOT NULL CHECK (waived_points >= 0),
  compensated_points bigint NOT NULL CHECK (compensated_points >= 0),
  entries         integer NOT NULL,
  order_revision  integer NOT NULL,
  booked_through  timestamptz NOT NULL,
  settled_at      timestamptz,
  PRIMARY KEY (shop_id, customer_id, order_id),
  CHECK (reversed_points + waived_points <= credited_points)
);
CREATE INDEX order_bookings_open ON order_bookings (shop_id, customer_id) WHERE settled_at IS NULL;

CREATE TABLE member_points (
  shop_id         integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  customer_id     bigint NOT NULL,
  pending_points  bigint NOT NULL DEFAULT 0,
  settled_points  bigint NOT NULL DEFAULT 0,
  debt_points     bigint NOT NULL DEFAULT 0 CHECK (debt_points >= 0),
  claimed_at      timestamptz,
  active_at       timestamptz,
  next_due_at     timestamptz,
  settled_through timestamptz,
  PRIMARY KEY (shop_id, customer_id)
);
CREATE INDEX member_points_due ON member_points (shop_id, next_due_at) WHERE next_due_at IS NOT NULL;

-- Rises with every change of an order's facts; a booking remembers which revision it has seen.
ALTER TABLE orders ADD COLUMN revision integer NOT NULL DEFAULT 1;
CREATE FUNCTION raise_order_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.revision := OLD.revision + 1;
  RETURN NEW;
END $$;
CREATE TRIGGER orders_revision BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION raise_order_revision();
