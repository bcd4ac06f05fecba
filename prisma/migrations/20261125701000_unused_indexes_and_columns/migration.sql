-- No statement asks by these, and every order wrote the first one twice.
DROP INDEX order_bookings_open;
DROP INDEX backfills_by_operation;

-- Nothing reads the one; the other was never anything but false, because only a shop's own sessions are kept.
ALTER TABLE member_points DROP COLUMN settled_through;
ALTER TABLE sessions DROP COLUMN is_online;
