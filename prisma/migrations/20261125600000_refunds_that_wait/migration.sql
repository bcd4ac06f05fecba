-- A refund that was only tried takes nothing: it has transactions, and none of them succeeded. Which they are stands on the refund,
-- so that the success of one finds it, whichever of both is heard of first.
ALTER TABLE refunds ADD COLUMN transaction_ids bigint[] NOT NULL DEFAULT '{}', ADD COLUMN is_paid_back boolean NOT NULL DEFAULT false;
UPDATE refunds SET is_paid_back = true WHERE amount_minor > 0;

-- Of refunds that are there it is not known: lines may have been taken off for a refund that failed, and refunded shipping, which
-- Shopify tells apart from adjustments since its version 2024-10, may have been taken for goods. Such orders are read again.
UPDATE orders o SET reread_needed_at = now()
FROM refunds r
WHERE o.shop_id = r.shop_id AND o.order_id = r.order_id AND o.deleted_at IS NULL AND o.reread_needed_at IS NULL
  AND r.refund_id <> 0 AND jsonb_typeof(r.lines) = 'array'
  AND CASE
    WHEN r.amount_minor = 0 THEN r.lines <> '[]'
    ELSE o.shipping_minor > 0 AND r.amount_minor > (SELECT coalesce(sum((line->>'subtotalMinor')::bigint), 0) FROM jsonb_array_elements(r.lines) AS line)
  END;
