-- What a program's rules look at beside the order: products, tags, tiers, exclusions and events; and awards to past orders.

CREATE TABLE past_order_awards (
  shop_id     integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  id          bigint GENERATED ALWAYS AS IDENTITY,
  version     integer NOT NULL,
  from_at     timestamptz NOT NULL,
  until_at    timestamptz NOT NULL CHECK (until_at > from_at),
  awarded_at  timestamptz NOT NULL,
  awarded_by  text NOT NULL,
  undone_at   timestamptz,
  undone_by   text,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, version) REFERENCES program_versions ON DELETE CASCADE
);
CREATE UNIQUE INDEX past_order_awards_standing ON past_order_awards (shop_id) WHERE undone_at IS NULL;

CREATE TABLE product_facts (
  shop_id        integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  product_id     bigint NOT NULL,
  tags           text[] NOT NULL DEFAULT '{}',
  collection_ids text[] NOT NULL DEFAULT '{}',
  read_at        timestamptz,
  PRIMARY KEY (shop_id, product_id)
);
CREATE INDEX product_facts_open ON product_facts (shop_id, product_id) WHERE read_at IS NULL;

CREATE TABLE customer_tags (
  shop_id     integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  customer_id bigint NOT NULL,
  tag         text NOT NULL,
  seen_from   timestamptz NOT NULL,
  seen_until  timestamptz,
  PRIMARY KEY (shop_id, customer_id, tag, seen_from)
);
CREATE UNIQUE INDEX customer_tags_standing ON customer_tags (shop_id, customer_id, tag) WHERE seen_until IS NULL;

-- Whose tags are asked for, since which order, and when they were read last.
CREATE TABLE customer_tag_reads (
  shop_id     integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  customer_id bigint NOT NULL,
  needed_at   timestamptz,
  read_at     timestamptz,
  PRIMARY KEY (shop_id, customer_id)
);
CREATE INDEX customer_tag_reads_open ON customer_tag_reads (shop_id, customer_id) WHERE needed_at IS NOT NULL;

CREATE TABLE member_exclusions (
  shop_id     integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  id          bigint GENERATED ALWAYS AS IDENTITY,
  customer_id bigint NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('excluded_staff', 'blocked')),
  from_at     timestamptz NOT NULL,
  until_at    timestamptz,
  reason      text NOT NULL,
  set_by      text NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX member_exclusions_standing ON member_exclusions (shop_id, customer_id) WHERE until_at IS NULL;
CREATE INDEX member_exclusions_of_customer ON member_exclusions (shop_id, customer_id);

-- changes: those that hold by what is known now; tier_changes also logs what was believed before late news.
CREATE TABLE member_tiers (
  shop_id     integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  customer_id bigint NOT NULL,
  tier_id     text,
  since       timestamptz,
  next_due_at timestamptz,
  changes     jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY (shop_id, customer_id)
);
CREATE INDEX member_tiers_due ON member_tiers (shop_id, next_due_at) WHERE next_due_at IS NOT NULL;

CREATE TABLE tier_changes (
  shop_id      integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  id           bigint GENERATED ALWAYS AS IDENTITY,
  customer_id  bigint NOT NULL,
  from_tier_id text,
  to_tier_id   text,
  occurred_at  timestamptz NOT NULL,
  observed_at  timestamptz NOT NULL,
  cause        jsonb NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX tier_changes_once ON tier_changes (shop_id, customer_id, occurred_at, coalesce(from_tier_id, ''), coalesce(to_tier_id, ''));
CREATE TRIGGER tier_changes_append_only BEFORE UPDATE OR DELETE ON tier_changes FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();

CREATE TABLE member_events (
  shop_id         integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  id              bigint GENERATED ALWAYS AS IDENTITY,
  customer_id     bigint NOT NULL,
  key             text NOT NULL,
  event           text NOT NULL,
  occurred_at     timestamptz NOT NULL,
  recorded_at     timestamptz NOT NULL,
  program_version integer,
  points          bigint NOT NULL,
  rule_ids        text[] NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX member_events_once ON member_events (shop_id, key);
CREATE INDEX member_events_of_customer ON member_events (shop_id, customer_id, occurred_at);

CREATE TABLE nth_order_actions (
  shop_id         integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  id              bigint GENERATED ALWAYS AS IDENTITY,
  customer_id     bigint NOT NULL,
  action_id       text NOT NULL,
  n               integer NOT NULL,
  order_id        bigint NOT NULL,
  program_version integer NOT NULL,
  gift            text NOT NULL,
  customer_tag    text,
  observed_at     timestamptz NOT NULL,
  given_at        timestamptz,
  given_by        text,
  revoked_at      timestamptz,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX nth_order_actions_once ON nth_order_actions (shop_id, customer_id, action_id, n);
CREATE INDEX nth_order_actions_open ON nth_order_actions (shop_id, id) WHERE given_at IS NULL AND revoked_at IS NULL;
