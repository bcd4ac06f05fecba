-- The log of stage changes says what was observed and when, as that of tier changes does: neither is changed afterwards. Rows go with
-- their shop, and only then.
CREATE FUNCTION refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM shops WHERE id = OLD.shop_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the log % is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER stage_transitions_append_only BEFORE UPDATE OR DELETE ON stage_transitions FOR EACH ROW EXECUTE FUNCTION refuse_log_change();
DROP TRIGGER tier_changes_append_only ON tier_changes;
CREATE TRIGGER tier_changes_append_only BEFORE UPDATE OR DELETE ON tier_changes FOR EACH ROW EXECUTE FUNCTION refuse_log_change();
