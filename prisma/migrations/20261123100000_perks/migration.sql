-- What members are given beside points: rewards free of points, free shipping and tags; and tags of customers with the
-- times at which Shopify told of them.

ALTER TABLE redemptions ADD COLUMN origin text NOT NULL DEFAULT 'bought' CHECK (origin IN ('bought', 'gift', 'welcome', 'tier'));
ALTER TABLE redemptions DROP CONSTRAINT redemptions_points_check;
ALTER TABLE redemptions ADD CONSTRAINT redemptions_points_check CHECK ((points > 0) = (origin = 'bought') AND points >= 0);

CREATE TABLE member_perks (
  shop_id         integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  id              bigint GENERATED ALWAYS AS IDENTITY,
  customer_id     bigint NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('gift', 'welcome_reward', 'free_shipping', 'tag')),
  name            text NOT NULL,
  tier_id         text,
  action_id       text,
  n               integer,
  order_id        bigint,
  program_version integer NOT NULL,
  redemption_id   text,
  tag_is_ours     boolean,
  given_at        timestamptz NOT NULL,
  ended_at        timestamptz,
  end_reason      text CHECK (end_reason IN ('tier_left', 'program_changed', 'order_undone', 'merged', 'closed', 'refused')),
  refusal         text,
  PRIMARY KEY (shop_id, id),
  CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
  CHECK (num_nonnulls(tier_id, action_id) = 1)
);
CREATE UNIQUE INDEX member_perks_gift_once ON member_perks (shop_id, customer_id, action_id, n) WHERE kind = 'gift';
CREATE UNIQUE INDEX member_perks_welcome_once ON member_perks (shop_id, customer_id, tier_id) WHERE kind = 'welcome_reward';
CREATE UNIQUE INDEX member_perks_free_shipping_standing ON member_perks (shop_id, customer_id) WHERE kind = 'free_shipping' AND ended_at IS NULL;
CREATE UNIQUE INDEX member_perks_tag_standing ON member_perks (shop_id, customer_id, lower(name)) WHERE kind = 'tag' AND ended_at IS NULL;
CREATE INDEX member_perks_of_customer ON member_perks (shop_id, customer_id, given_at);
CREATE INDEX member_perks_of_redemption ON member_perks (shop_id, redemption_id) WHERE redemption_id IS NOT NULL;

-- One sighting of a tag: Shopify told that it was added or removed, or it was there or gone when it was read. `since` is the
-- earliest instant from which a tag that was read may have been there.
CREATE TABLE customer_tag_sightings (
  shop_id     integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  customer_id bigint NOT NULL,
  tag         text NOT NULL,
  seen_at     timestamptz NOT NULL,
  is_there    boolean NOT NULL,
  source      text NOT NULL CHECK (source IN ('told', 'read')),
  since       timestamptz NOT NULL,
  PRIMARY KEY (shop_id, customer_id, tag, seen_at, is_there, source)
);

INSERT INTO customer_tag_sightings (shop_id, customer_id, tag, seen_at, is_there, source, since)
SELECT t.shop_id, t.customer_id, t.tag, greatest(t.seen_from, coalesce(r.read_at, t.seen_from)), true, 'read', t.seen_from
FROM customer_tags t LEFT JOIN customer_tag_reads r ON r.shop_id = t.shop_id AND r.customer_id = t.customer_id AND t.seen_until IS NULL
UNION ALL
SELECT shop_id, customer_id, tag, seen_until, false, 'read', seen_until FROM customer_tags WHERE seen_until IS NOT NULL
ON CONFLICT DO NOTHING;
DROP TABLE customer_tags;
