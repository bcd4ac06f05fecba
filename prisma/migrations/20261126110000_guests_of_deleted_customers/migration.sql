-- Orders that came without a customer and had joined one who was deleted stayed with that one. They wait again, for the next
-- customer with their address, and whoever has it already gets them. Everybody concerned is settled anew.
UPDATE customers k SET dirty_since = coalesce(k.dirty_since, now())
FROM orders o JOIN customers c ON c.shop_id = o.shop_id AND c.customer_id = o.customer_id
WHERE c.deleted_at IS NOT NULL AND o.customer_version_at IS NULL AND o.email_hash <> ''
  AND k.shop_id = o.shop_id AND k.merged_into_id IS NULL
  AND (k.customer_id = c.customer_id OR (k.email_hash = o.email_hash AND k.deleted_at IS NULL AND k.redacted_at IS NULL));

UPDATE orders o SET customer_id = g.next_id, named_customer_id = CASE WHEN g.next_id IS NULL THEN coalesce(o.named_customer_id, o.customer_id) END
FROM (
  SELECT o.shop_id, o.order_id, (
    SELECT min(k.customer_id) FROM customers k
    WHERE k.shop_id = o.shop_id AND k.email_hash = o.email_hash AND k.merged_into_id IS NULL AND k.deleted_at IS NULL AND k.redacted_at IS NULL) AS next_id
  FROM orders o JOIN customers c ON c.shop_id = o.shop_id AND c.customer_id = o.customer_id
  WHERE c.deleted_at IS NOT NULL AND o.customer_version_at IS NULL AND o.email_hash <> ''
) g
WHERE o.shop_id = g.shop_id AND o.order_id = g.order_id;
