-- Several stretches of a weekday; from midnight to midnight is all of it.
ALTER TABLE listener_hours RENAME TO listener_hours_before;
CREATE TABLE listener_hours (
    private_number BLOB NOT NULL REFERENCES listener (private_number) ON DELETE CASCADE,
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    from_minute INTEGER NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
    until_minute INTEGER NOT NULL CHECK (until_minute BETWEEN 0 AND 1439),
    PRIMARY KEY (private_number, weekday, from_minute),
    CHECK (from_minute <> until_minute OR from_minute = 0)
) STRICT;
INSERT INTO listener_hours SELECT * FROM listener_hours_before;
DROP TABLE listener_hours_before;
