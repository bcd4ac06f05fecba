-- What Shopify was told of each customer, and who has to be looked at again.
CREATE TABLE member_summaries (
  shop_id     integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  customer_id bigint NOT NULL,
  -- Rises with every mark, so that a change that comes while the summary is written is not taken for written.
  changes     bigint NOT NULL DEFAULT 1,
  dirty_since timestamptz,
  pushed_hash text,
  pushed_at   timestamptz,
  -- The line of the bulk operation that carries this customer, and what it says.
  sent_line   integer,
  sent_hash   text,
  -- Shopify did not take the last value. Such customers are written one by one.
  refusal     text,
  tags        text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (shop_id, customer_id)
);
CREATE INDEX member_summaries_dirty ON member_summaries (shop_id, dirty_since DESC, customer_id) WHERE dirty_since IS NOT NULL;
CREATE INDEX member_summaries_sent ON member_summaries (shop_id, sent_line) WHERE sent_line IS NOT NULL;

CREATE TABLE summary_pushes (
  shop_id          integer PRIMARY KEY REFERENCES shops ON DELETE CASCADE,
  defined_at       timestamptz,
  -- Everybody was marked for this version of the program, then.
  program_version  integer,
  marked_at        timestamptz,
  rests_until      timestamptz,
  -- Null: customers are not tagged.
  tag_prefix       text CHECK (tag_prefix <> ''),
  bulk_gid         text,
  bulk_started_at  timestamptz,
  bulk_finished_at timestamptz,
  bulk_total       integer NOT NULL DEFAULT 0,
  bulk_done        integer NOT NULL DEFAULT 0,
  bulk_failure     text
);

-- Marks whoever has had a change that may be seen, whichever way it was written. A mark that this transaction has set already
-- (xmin: who wrote the row) says it for the rest of it, too: nobody can have read what was not committed.
CREATE FUNCTION mark_summaries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO member_summaries AS m (shop_id, customer_id, dirty_since)
  SELECT DISTINCT t.shop_id, t.customer_id, now() FROM touched t
  WHERE NOT EXISTS (
    SELECT 1 FROM member_summaries k
    WHERE k.shop_id = t.shop_id AND k.customer_id = t.customer_id AND k.dirty_since IS NOT NULL AND k.xmin = pg_current_xact_id()::xid
  )
  ORDER BY 1, 2
  ON CONFLICT (shop_id, customer_id) DO UPDATE SET changes = m.changes + 1, dirty_since = coalesce(m.dirty_since, excluded.dirty_since);
  RETURN NULL;
END $$;
CREATE TRIGGER member_points_seen_first AFTER INSERT ON member_points REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_summaries();
CREATE TRIGGER member_points_seen AFTER UPDATE ON member_points REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_summaries();
CREATE TRIGGER member_tiers_seen_first AFTER INSERT ON member_tiers REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_summaries();
CREATE TRIGGER member_tiers_seen AFTER UPDATE ON member_tiers REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_summaries();
CREATE TRIGGER stage_transitions_seen AFTER INSERT ON stage_transitions REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_summaries();
