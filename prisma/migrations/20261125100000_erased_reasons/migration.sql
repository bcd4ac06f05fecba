-- The words that staff wrote about somebody who is erased go from their entries. The ledger lets through exactly that: of an
-- adjustment of an erased customer, the reason and nothing else, for this text and no other.
CREATE FUNCTION refuse_entry_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF current_setting('thrice.erasing_shop', true) = OLD.shop_id::text THEN
      RETURN OLD;
    END IF;
  ELSIF to_jsonb(OLD) #>> '{why,kind}' = 'adjusted'
    AND to_jsonb(NEW) = jsonb_set(to_jsonb(OLD), '{why,reason}', '"(erased)"')
    AND EXISTS (SELECT FROM customers WHERE shop_id = OLD.shop_id AND customer_id = OLD.customer_id AND redacted_at IS NOT NULL)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER ledger_entries_append_only ON ledger_entries;
CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE ON ledger_entries FOR EACH ROW EXECUTE FUNCTION refuse_entry_change();
