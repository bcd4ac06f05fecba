-- How many calls of the REST API each token has left. Unlogged: after a crash every token simply has its whole allowance
-- again, and no call waits for the disk.
CREATE UNLOGGED TABLE api_allowances (
  shop_id     integer NOT NULL,
  token_id    bigint NOT NULL,
  calls_left  double precision NOT NULL,
  refilled_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, token_id),
  FOREIGN KEY (shop_id, token_id) REFERENCES api_tokens ON DELETE CASCADE
);
