-- Balances and adjustments that a merchant brings in a file: checked first, then booked in pieces, and taken back when
-- somebody changes their mind. No e-mail address is kept: lines name the customer that was found, or why none was.

CREATE TABLE imports (
  shop_id      integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  id           bigint GENERATED ALWAYS AS IDENTITY,
  kind         text NOT NULL CHECK (kind IN ('import', 'adjust')),
  mode         text NOT NULL CHECK (mode IN ('add', 'set')),
  file_name    text NOT NULL,
  reason       text NOT NULL,
  state        text NOT NULL CHECK (state IN ('checked', 'running', 'done', 'undoing', 'undone')),
  through_line integer NOT NULL DEFAULT 0,
  created_at   timestamptz NOT NULL,
  created_by   text NOT NULL,
  finished_at  timestamptz,
  PRIMARY KEY (shop_id, id)
);

CREATE TABLE import_lines (
  shop_id           integer NOT NULL,
  import_id         bigint NOT NULL,
  line              integer NOT NULL,
  customer_id       bigint,
  points            bigint,
  expires_on        date,
  difference_points bigint,
  problem           text,
  booked_points     bigint,
  undone_points     bigint,
  PRIMARY KEY (shop_id, import_id, line),
  FOREIGN KEY (shop_id, import_id) REFERENCES imports ON DELETE CASCADE,
  CHECK (problem IS NOT NULL OR (customer_id IS NOT NULL AND points IS NOT NULL))
);
