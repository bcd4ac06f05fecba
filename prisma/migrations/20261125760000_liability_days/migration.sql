-- What the liability of days is made of, brought forward as entries are recorded, so that nobody adds up the whole ledger to
-- look at a month. Days follow the shop's calendar: in another zone all of it is added up anew.
CREATE TABLE liability_progress (
  shop_id    integer PRIMARY KEY REFERENCES shops ON DELETE CASCADE,
  through_id bigint NOT NULL,
  time_zone  text NOT NULL
);

CREATE TABLE liability_days (
  shop_id        integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  day            date NOT NULL,
  kind           text NOT NULL,
  pending_points bigint NOT NULL,
  points         bigint NOT NULL,
  PRIMARY KEY (shop_id, day, kind)
);

-- What waits for a first sign-in depends on when that was, of which we may hear late, and which a merge can change.
CREATE TABLE claims_before (
  shop_id     integer NOT NULL REFERENCES shops ON DELETE CASCADE,
  customer_id bigint NOT NULL,
  claimed_at  timestamptz,
  PRIMARY KEY (shop_id, customer_id)
);

CREATE FUNCTION note_claim_before(p_shop_id integer, p_customer_id bigint, p_claimed_at timestamptz) RETURNS void LANGUAGE sql AS $$
  INSERT INTO claims_before (shop_id, customer_id, claimed_at)
  SELECT p_shop_id, p_customer_id, p_claimed_at FROM liability_progress WHERE shop_id = p_shop_id
  ON CONFLICT DO NOTHING
$$;

CREATE FUNCTION note_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A merged customer's own sign-in counts for nothing any more.
  IF NOT EXISTS (SELECT FROM customers WHERE shop_id = NEW.shop_id AND customer_id = NEW.customer_id AND merged_into_id IS NOT NULL) THEN
    PERFORM note_claim_before(NEW.shop_id, NEW.customer_id, CASE WHEN TG_OP = 'UPDATE' THEN OLD.claimed_at END);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER member_points_claimed AFTER UPDATE OF claimed_at ON member_points FOR EACH ROW
  WHEN (OLD.claimed_at IS DISTINCT FROM NEW.claimed_at) EXECUTE FUNCTION note_claim();
CREATE TRIGGER member_points_begun_claimed AFTER INSERT ON member_points FOR EACH ROW
  WHEN (NEW.claimed_at IS NOT NULL) EXECUTE FUNCTION note_claim();

-- From a merge on the survivor's sign-in counts. Balances move after the customers.
CREATE FUNCTION note_merged_claim() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  holder bigint := coalesce(OLD.merged_into_id, OLD.customer_id);
  noted claims_before;
BEGIN
  SELECT * INTO noted FROM claims_before WHERE shop_id = OLD.shop_id AND customer_id = holder;
  PERFORM note_claim_before(OLD.shop_id, OLD.customer_id, CASE WHEN noted.customer_id IS NOT NULL THEN noted.claimed_at
    ELSE (SELECT claimed_at FROM member_points WHERE shop_id = OLD.shop_id AND customer_id = holder) END);
  RETURN NULL;
END $$;
CREATE TRIGGER customers_claims_merged AFTER UPDATE OF merged_into_id ON customers FOR EACH ROW
  WHEN (OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id) EXECUTE FUNCTION note_merged_claim();
