-- Balances and adjustments that a merchant brings in a file: checked first, then booked piece by piece, and taken back when
-- somebody changes their mind. No e-mail address is kept: lines name the customer that was found, or why none was. A piece
-- of lines is one row, because a row for each line cost as much as the entries that it leads to.

CREATE TABLE imports (
  shop_id       integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  id            bigint GENERATED ALWAYS AS IDENTITY,
  kind          text NOT NULL CHECK (kind IN ('import', 'adjust')),
  mode          text NOT NULL CHECK (mode IN ('add', 'set')),
  file_name     text NOT NULL,
  reason        text NOT NULL,
  state         text NOT NULL CHECK (state IN ('checked', 'running', 'done', 'undoing', 'undone')),
  pieces_done   integer NOT NULL DEFAULT 0,
  created_at    timestamptz NOT NULL,
  created_by    text NOT NULL,
  finished_at   timestamptz,
  PRIMARY KEY (shop_id, id)
);

CREATE TABLE import_pieces (
  shop_id   integer NOT NULL,
  import_id bigint NOT NULL,
  piece     integer NOT NULL,
  lines     json NOT NULL,
  PRIMARY KEY (shop_id, import_id, piece),
  FOREIGN KEY (shop_id, import_id) REFERENCES imports ON DELETE CASCADE
);
