-- After something changed for everybody, members are marked in pieces, in the order of their ids: one statement over a large
-- shop would keep its deliveries waiting. Up to which id that is done, null when nobody is left; on the way, what was booked
-- for orders before an instant is opened again, and what Shopify was told is forgotten.
ALTER TABLE shops ADD COLUMN marked_through_id bigint, ADD COLUMN reopens_before timestamptz;
ALTER TABLE summary_pushes ADD COLUMN marked_through_id bigint, ADD COLUMN is_forgetting boolean NOT NULL DEFAULT false;

-- Which orders asked for a product that nobody knew yet: they are judged again when it is read, and no others are looked through.
CREATE TABLE product_questions (
  shop_id integer NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
  product_id bigint NOT NULL,
  order_id bigint NOT NULL,
  PRIMARY KEY (shop_id, product_id, order_id)
);
INSERT INTO product_questions (shop_id, product_id, order_id)
SELECT DISTINCT o.shop_id, p.product_id, o.order_id
FROM orders o CROSS JOIN json_array_elements(o.lines) l JOIN product_facts p ON p.shop_id = o.shop_id AND p.product_id = (l ->> 'productId')::bigint
WHERE p.read_at IS NULL AND o.shop_id IN (SELECT shop_id FROM product_facts WHERE read_at IS NULL);

-- A night's forgetting and a merge look for a few rows among all that was ever done.
CREATE INDEX effects_to_forget ON effects (closed_at) WHERE state <> 'open' AND lane = 'shopify' AND (outcome IS NOT NULL OR effect - 'kind' <> '{}');
CREATE INDEX effects_open_of_customer ON effects (shop_id, (effect ->> 'customerId')) WHERE state = 'open';
