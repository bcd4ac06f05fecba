-- Whose points end soon is asked for every ten minutes; most lots have no last day.
CREATE INDEX lots_ending ON lots (shop_id, expires_on) WHERE expires_on IS NOT NULL AND left_points > 0;
