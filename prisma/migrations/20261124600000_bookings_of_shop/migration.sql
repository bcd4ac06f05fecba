-- A booking is written with every order: whether its shop is there is asked once a statement, too.
CREATE OR REPLACE FUNCTION erase_with_shop() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM ledger_entries WHERE shop_id = OLD.id;
  DELETE FROM lots WHERE shop_id = OLD.id;
  DELETE FROM member_points WHERE shop_id = OLD.id;
  DELETE FROM member_summaries WHERE shop_id = OLD.id;
  DELETE FROM order_bookings WHERE shop_id = OLD.id;
  DELETE FROM order_transactions WHERE shop_id = OLD.id;
  DELETE FROM orders WHERE shop_id = OLD.id;
  DELETE FROM customers WHERE shop_id = OLD.id;
  RETURN OLD;
END $$;
ALTER TABLE order_bookings DROP CONSTRAINT order_bookings_shop_id_fkey;
CREATE TRIGGER order_bookings_of_shop AFTER INSERT ON order_bookings REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_without_shop();
