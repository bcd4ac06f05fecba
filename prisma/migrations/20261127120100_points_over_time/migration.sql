-- What a settled order comes to over time, where news of it came late: [[instant, points more or less], ...]. NULL where the
-- ledger says so itself, which dates what is heard of late on the day on which it was heard of.
ALTER TABLE order_bookings ADD COLUMN course jsonb;
