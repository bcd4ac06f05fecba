-- When a link of a test mail was last found to be as it should; a new key asks for a new check.
ALTER TABLE confirmation_settings ADD COLUMN link_checked_at timestamptz;
