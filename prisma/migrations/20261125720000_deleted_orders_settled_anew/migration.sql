-- An order that was deleted after it had settled kept the points that it earned for being one. Such orders are settled anew, with
-- their customers.
WITH asked AS (
  UPDATE order_bookings b SET order_revision = -1 FROM orders o
  WHERE o.shop_id = b.shop_id AND o.order_id = b.order_id AND o.deleted_at IS NOT NULL
    AND b.pending_points + b.credited_points - b.reversed_points - b.waived_points <> 0
  RETURNING b.shop_id, b.customer_id
)
UPDATE customers c SET dirty_since = now() FROM asked
WHERE c.shop_id = asked.shop_id AND c.customer_id = asked.customer_id AND c.dirty_since IS NULL
  AND c.merged_into_id IS NULL AND c.deleted_at IS NULL AND c.redacted_at IS NULL;
