-- What somebody waits for, such as a code that was just bought, is performed before what nobody waits for. The index by which the
-- next effect of a lane is found follows that order.
ALTER TABLE effects ADD COLUMN is_waited_for boolean NOT NULL DEFAULT false;
CREATE INDEX effects_open_in_order ON effects (shop_id, lane, is_waited_for DESC, effect_id) WHERE state = 'open';
DROP INDEX effects_open_by_lane;
