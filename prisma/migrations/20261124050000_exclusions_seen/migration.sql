-- Whoever is blocked, or let back in, reads no number of points to earn, or reads it again: also a survivor of a merge.
CREATE FUNCTION mark_summaries_of_excluded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO member_summaries AS m (shop_id, customer_id, dirty_since)
  SELECT DISTINCT c.shop_id, coalesce(c.merged_into_id, c.customer_id), now()
  FROM touched t JOIN customers c ON c.shop_id = t.shop_id AND c.customer_id = t.customer_id ORDER BY 1, 2
  ON CONFLICT (shop_id, customer_id) DO UPDATE SET changes = m.changes + 1, dirty_since = coalesce(m.dirty_since, excluded.dirty_since);
  RETURN NULL;
END $$;
CREATE TRIGGER member_exclusions_seen_first AFTER INSERT ON member_exclusions REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_summaries_of_excluded();
CREATE TRIGGER member_exclusions_seen AFTER UPDATE ON member_exclusions REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_summaries_of_excluded();
