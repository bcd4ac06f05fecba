-- A delivery that cannot be read is parked until somebody replays it. No delivery ever waited for a time of its own.
ALTER TABLE inbox_events DROP COLUMN try_again_at;
