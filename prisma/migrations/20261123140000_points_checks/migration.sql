-- What the last comparison of balances, lots and bookings with the ledger found; one row a shop.
CREATE TABLE points_checks (
  shop_id           integer PRIMARY KEY REFERENCES shops ON DELETE CASCADE,
  checked_at        timestamptz NOT NULL,
  differing         jsonb NOT NULL,
  members_differing integer NOT NULL CHECK (members_differing >= 0)
);
