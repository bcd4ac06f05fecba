-- CSV files of the pages Customers and Activity that are too long to be sent while somebody waits: asked for, written piece
-- by piece by a job, downloaded, and deleted after seven days or with the first customer of the shop who is erased.

CREATE TABLE exports (
  shop_id     integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  id          bigint GENERATED ALWAYS AS IDENTITY,
  kind        text NOT NULL CHECK (kind IN ('customers', 'activity')),
  filter      jsonb NOT NULL,
  state       text NOT NULL CHECK (state IN ('preparing', 'ready')),
  attempt     integer NOT NULL DEFAULT 0,
  rows_total  integer NOT NULL,
  rows_done   integer NOT NULL DEFAULT 0,
  created_at  timestamptz NOT NULL,
  created_by  text NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (shop_id, id),
  CHECK ((state = 'ready') = (finished_at IS NOT NULL))
);

CREATE TABLE export_pieces (
  shop_id   integer NOT NULL,
  export_id bigint NOT NULL,
  piece     integer NOT NULL,
  lines     text NOT NULL,
  PRIMARY KEY (shop_id, export_id, piece),
  FOREIGN KEY (shop_id, export_id) REFERENCES exports ON DELETE CASCADE
);
