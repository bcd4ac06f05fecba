-- What nobody can say of whether it was done, and what is not asked for a second time.
ALTER TABLE effects DROP CONSTRAINT effects_state_check;
ALTER TABLE effects ADD CONSTRAINT effects_state_check CHECK (state IN ('open', 'done', 'refused', 'unsent', 'unclear', 'dropped'));

-- Since when an answer about money may be lost. Of attempts so far only the earliest possible instant is known.
UPDATE effects SET handed_over_at = created_at
WHERE state = 'open' AND attempts > 0 AND handed_over_at IS NULL AND effect ->> 'kind' IN ('credit_store_credit', 'debit_store_credit');
