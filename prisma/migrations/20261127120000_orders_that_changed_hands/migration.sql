-- When we heard that an order is another customer's: nobody's points of it are dated before that, or the days before it, which
-- hold what the former customer had, would have them twice.
ALTER TABLE orders ADD COLUMN changed_hands_at timestamptz;
