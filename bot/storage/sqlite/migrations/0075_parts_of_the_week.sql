-- In which parts of the week a listener's hours may hold, a bit for each: three hours of UTC, from
-- Monday on. Until it was reckoned, in all. So those off duty who are not there now are passed over
-- in the index.
ALTER TABLE listener ADD COLUMN week_parts INTEGER NOT NULL DEFAULT 72057594037927935
    CHECK (week_parts BETWEEN 0 AND 72057594037927935);
DROP INDEX listener_off_duty;
CREATE INDEX listener_off_duty
    ON listener (guild_id, silent_in_a_row, last_offered_at, private_number, on_duty_until,
        resting_until, away_until, full_until, heavy, age, approved_young, waits_as, week_parts)
    WHERE off_duty_offers = 1;
