-- E-mail. What is to be sent is an effect like any other, in a lane of its own: a mail server that is slow or down keeps no
-- discount code waiting.
ALTER TABLE effects ADD COLUMN lane text NOT NULL DEFAULT 'shopify' CHECK (lane IN ('shopify', 'mail'));
-- From here on, until there is an answer, nobody can know whether the mail server took the message.
ALTER TABLE effects ADD COLUMN handed_over_at timestamptz;
-- A message that should not, or could not, be sent ends as "unsent", with its reason.
ALTER TABLE effects DROP CONSTRAINT effects_state_check;
ALTER TABLE effects ADD CONSTRAINT effects_state_check CHECK (state IN ('open', 'done', 'refused', 'unsent', 'dropped'));
CREATE INDEX effects_open_by_lane ON effects (shop_id, lane, effect_id) WHERE state = 'open';
CREATE INDEX effects_of_mail ON effects (shop_id, created_at) WHERE lane = 'mail';
CREATE INDEX effects_of_mail_by_customer ON effects (shop_id, (effect ->> 'customerId')) WHERE lane = 'mail';

-- Which messages go out, and since when: what happened before is no news.
CREATE TABLE message_settings (
  shop_id    integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  kind       text NOT NULL CHECK (kind IN ('invitation', 'earned', 'reward_available', 'points_expire', 'points_lapse')),
  is_on      boolean NOT NULL,
  since      timestamptz NOT NULL,
  changed_by text NOT NULL,
  PRIMARY KEY (shop_id, kind)
);

-- `language` is for customers whose own is unknown or not among ours. Quiet hours are whole hours of the shop's day; the
-- same hour twice: none.
CREATE TABLE mail_settings (
  shop_id          integer PRIMARY KEY REFERENCES shops ON DELETE CASCADE,
  language         text NOT NULL DEFAULT 'en',
  quiet_from_hour  smallint NOT NULL DEFAULT 21 CHECK (quiet_from_hour BETWEEN 0 AND 23),
  quiet_until_hour smallint NOT NULL DEFAULT 8 CHECK (quiet_until_hour BETWEEN 0 AND 23)
);

-- Customers who want no offers by mail, with the message in which they said so. No address: the link carries the number.
CREATE TABLE mail_opt_outs (
  shop_id      integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  customer_id  bigint NOT NULL,
  kind         text NOT NULL,
  reason       text NOT NULL CHECK (reason IN ('unsubscribed', 'one_off')),
  opted_out_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, customer_id)
);
