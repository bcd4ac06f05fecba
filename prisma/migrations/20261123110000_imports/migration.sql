-- Lines of a file live for a day or two and are rewritten once: to compress them took as long as to write them.
ALTER TABLE import_pieces ALTER COLUMN lines SET STORAGE EXTERNAL;

-- Four tables that are written by the thousand point to their shop. A foreign key asks once for each row whether the shop is
-- there, which was a third of what an import of balances cost; a statement writes for one shop, so asking once a statement
-- says as much. The rows still go with their shop.
CREATE FUNCTION refuse_without_shop() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM (SELECT DISTINCT shop_id FROM added) a WHERE NOT EXISTS (SELECT 1 FROM shops s WHERE s.id = a.shop_id FOR KEY SHARE)) THEN
    RAISE EXCEPTION 'the shop of a row of % is not there', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION erase_with_shop() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM ledger_entries WHERE shop_id = OLD.id;
  DELETE FROM lots WHERE shop_id = OLD.id;
  DELETE FROM member_points WHERE shop_id = OLD.id;
  DELETE FROM member_summaries WHERE shop_id = OLD.id;
  RETURN OLD;
END $$;
ALTER TABLE ledger_entries DROP CONSTRAINT ledger_entries_shop_id_fkey;
ALTER TABLE lots DROP CONSTRAINT lots_shop_id_fkey;
ALTER TABLE member_points DROP CONSTRAINT member_points_shop_id_fkey;
ALTER TABLE member_summaries DROP CONSTRAINT member_summaries_shop_id_fkey;
CREATE TRIGGER ledger_entries_of_shop AFTER INSERT ON ledger_entries REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_without_shop();
CREATE TRIGGER lots_of_shop AFTER INSERT ON lots REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_without_shop();
CREATE TRIGGER member_points_of_shop AFTER INSERT ON member_points REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_without_shop();
CREATE TRIGGER member_summaries_of_shop AFTER INSERT ON member_summaries REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_without_shop();
CREATE TRIGGER shops_erased BEFORE DELETE ON shops FOR EACH ROW EXECUTE FUNCTION erase_with_shop();
