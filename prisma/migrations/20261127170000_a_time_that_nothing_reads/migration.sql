-- When a shop's figures were last marked as out of date is read by nothing, and from this release on written by nothing. The
-- release before still writes it; the next one may drop it.
ALTER TABLE shop_figures ALTER COLUMN changed_at SET DEFAULT now();
