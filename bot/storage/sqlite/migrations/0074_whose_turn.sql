-- What keeps a listener off a page stands in its index, so that none is looked up in the table but
-- those who are on it.
DROP INDEX listener_on_duty;
DROP INDEX listener_off_duty;
CREATE INDEX listener_on_duty
    ON listener (guild_id, silent_in_a_row, last_offered_at, private_number, on_duty_until,
        resting_until, away_until, full_until, heavy, age, approved_young, waits_as)
    WHERE on_duty_until IS NOT NULL;
CREATE INDEX listener_off_duty
    ON listener (guild_id, silent_in_a_row, last_offered_at, private_number, on_duty_until,
        resting_until, away_until, full_until, heavy, age, approved_young, waits_as)
    WHERE off_duty_offers = 1;

-- The hours of one listener beside each other, as they are read.
ALTER TABLE listener_hours RENAME TO listener_hours_before;
CREATE TABLE listener_hours (
    private_number BLOB NOT NULL REFERENCES listener (private_number) ON DELETE CASCADE,
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    from_minute INTEGER NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
    until_minute INTEGER NOT NULL CHECK (until_minute BETWEEN 0 AND 1439),
    PRIMARY KEY (private_number, weekday, from_minute),
    CHECK (from_minute <> until_minute OR from_minute = 0)
) STRICT, WITHOUT ROWID;
INSERT INTO listener_hours SELECT * FROM listener_hours_before;
DROP TABLE listener_hours_before;
