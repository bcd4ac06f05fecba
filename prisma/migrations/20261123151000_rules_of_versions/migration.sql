-- The version whose rules this one puts in force anew: by a pause, a resumption, an undo, or announced again for the same time.
-- Null where the rules are its own. Versions from before that repeat the one before them were pauses and resumptions.
ALTER TABLE program_versions ADD COLUMN rules_of integer CHECK (rules_of < version);

WITH marked AS (
  SELECT shop_id, version, definition = lag(definition) OVER (PARTITION BY shop_id ORDER BY version) AS repeats FROM program_versions
), grouped AS (
  SELECT shop_id, version, max(version) FILTER (WHERE repeats IS NOT TRUE) OVER (PARTITION BY shop_id ORDER BY version) AS first FROM marked
)
UPDATE program_versions v SET rules_of = g.first FROM grouped g WHERE g.shop_id = v.shop_id AND g.version = v.version AND g.first < v.version;
