-- A shop whose first read was asked for all orders, and then showed those of the last 60 days only, had opening counts but no
-- beginning of its history: each older order that changed counted once more. Its history begins where it was read from, and
-- everybody is counted anew.
UPDATE shops s SET history_horizon_at = b.horizon_at, marked_through_id = 0
FROM (
  SELECT DISTINCT ON (shop_id) shop_id, horizon_at FROM backfills WHERE subject = 'orders' AND state = 'done' AND horizon_at IS NOT NULL ORDER BY shop_id, id
) b
WHERE b.shop_id = s.id AND s.history_horizon_at IS NULL
  AND NOT EXISTS (SELECT FROM backfills k WHERE k.shop_id = s.id AND k.subject = 'orders' AND k.state = 'done' AND k.horizon_at IS NULL);
