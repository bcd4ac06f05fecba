-- Entries are read far more often than they are written. Each knows what its order is called, so that no line of a history
-- looks its order up, and its explanation is handed out as it was written, where jsonb is put together anew at every reading.
ALTER TABLE ledger_entries ADD COLUMN order_name text, ALTER COLUMN why TYPE json USING why::json;

ALTER TABLE ledger_entries DISABLE TRIGGER ledger_entries_append_only;
UPDATE ledger_entries e SET order_name = o.name FROM orders o WHERE o.shop_id = e.shop_id AND o.order_id = e.order_id;
ALTER TABLE ledger_entries ENABLE TRIGGER ledger_entries_append_only;
