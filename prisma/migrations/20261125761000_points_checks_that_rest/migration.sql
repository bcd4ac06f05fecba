-- How long a comparison took: one that takes long is made less often.
ALTER TABLE points_checks ADD COLUMN took_ms integer NOT NULL DEFAULT 0 CHECK (took_ms >= 0);
