-- When Shopify last gave us tokens, which it does only where the app is installed. A shop that is marked was refused at its
-- session's last change; of it only the installation is known.
ALTER TABLE shops ADD COLUMN tokens_given_at timestamptz;
UPDATE shops s SET tokens_given_at = k.updated_at FROM sessions k
WHERE k.shop_domain = s.domain AND s.reopen_needed_at IS NULL AND s.uninstalled_at IS NULL;

-- Shopify's wish that a shop be erased of whose leaving nothing was heard, and since when it refuses our tokens. What was
-- wished in the days before this is looked at again.
ALTER TABLE shops ADD COLUMN erase_asked_at timestamptz, ADD COLUMN erase_refused_since timestamptz;
UPDATE shops s SET erase_asked_at = e.at
FROM (SELECT shop_domain, date_trunc('milliseconds', max(least(triggered_at, received_at))) AS at FROM inbox_events WHERE topic = 'shop/redact' AND state = 'done' GROUP BY shop_domain) e
WHERE e.shop_domain = s.domain AND s.uninstalled_at IS NULL;
