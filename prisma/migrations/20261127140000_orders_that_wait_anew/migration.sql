-- Orders that wait again because the customer whom their address had led to was deleted: few, beside all those that wait. A merge
-- of that customer takes them along and an erasure erases them, and neither looks through the others.
CREATE INDEX orders_waiting_by_named_customer ON orders (shop_id, named_customer_id)
  WHERE customer_id IS NULL AND email_hash IS NOT NULL AND named_customer_id IS NOT NULL;
