-- A batch of deliveries that met a fault of ours waits, and is tried again with growing pauses: since when that is so, and until
-- when the shop's deliveries rest. Null: they are recorded.
ALTER TABLE shops ADD COLUMN deliveries_failing_since timestamptz, ADD COLUMN deliveries_rest_until timestamptz;
