-- Who shows no sign of life is told last: offers in a row that they left without any press, of which
-- no more than two count. What was offered before this does not.
ALTER TABLE listener ADD COLUMN silent_in_a_row INTEGER NOT NULL DEFAULT 0
    CHECK (silent_in_a_row BETWEEN 0 AND 2);
ALTER TABLE offer ADD COLUMN weighed INTEGER NOT NULL DEFAULT 0 CHECK (weighed IN (0, 1));
UPDATE offer SET weighed = 1;
CREATE INDEX offer_unweighed ON offer (offered_at)
    WHERE weighed = 0 AND on_duty = 1 AND answered_at IS NULL;

DROP INDEX listener_on_duty;
DROP INDEX listener_off_duty;
CREATE INDEX listener_on_duty
    ON listener (guild_id, silent_in_a_row, last_offered_at, private_number)
    WHERE on_duty_until IS NOT NULL;
CREATE INDEX listener_off_duty
    ON listener (guild_id, silent_in_a_row, last_offered_at, private_number)
    WHERE off_duty_offers = 1;

-- Until when a listener has begun as many conversations as fit into thirty days. They are counted in
-- used_up, by marks that lead to nobody, from now on.
ALTER TABLE listener ADD COLUMN full_until INTEGER;
