-- Days on which a listener is not told of asks off duty: local dates, counted from 1 January of the
-- year 1, both included.
CREATE TABLE listener_day_off (
    private_number BLOB NOT NULL REFERENCES listener (private_number) ON DELETE CASCADE,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL CHECK (last_day >= first_day),
    PRIMARY KEY (private_number, first_day)
) STRICT;

-- The country, or the part of one, whose public holidays are such days too.
ALTER TABLE listener ADD COLUMN holidays_of TEXT;
CREATE INDEX listener_holidays ON listener (holidays_of) WHERE holidays_of IS NOT NULL;

-- Public holidays of the places that listeners chose, and until which day they are known.
CREATE TABLE holiday_place (
    place TEXT PRIMARY KEY,
    part TEXT NOT NULL,
    known_until INTEGER NOT NULL
) STRICT;
CREATE TABLE public_holiday (
    place TEXT NOT NULL REFERENCES holiday_place (place) ON DELETE CASCADE,
    day INTEGER NOT NULL,
    PRIMARY KEY (place, day)
) STRICT;
