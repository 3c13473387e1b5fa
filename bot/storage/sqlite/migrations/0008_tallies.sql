-- What happened in a week, as much as is needed to count different people, and what may be shown of
-- it; see bot/domain/tallies.py. Without row ids, which would tell the order of writing.

-- `week` is its Monday as YYYY-MM-DD. `person` differs for each thing and detail.
CREATE TABLE happened (
    guild_id INTEGER NOT NULL REFERENCES guild (guild_id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    week TEXT NOT NULL,
    detail TEXT NOT NULL,
    person BLOB NOT NULL,
    wait INTEGER CHECK (wait >= 0),
    PRIMARY KEY (guild_id, what, week, detail, person)
) STRICT, WITHOUT ROWID;

-- The Monday before which it was counted, and the usual wait.
CREATE TABLE counted (
    guild_id INTEGER PRIMARY KEY REFERENCES guild (guild_id) ON DELETE CASCADE,
    until TEXT NOT NULL,
    wait INTEGER CHECK (wait >= 0)
) STRICT;

-- Rounded already; a number of too few people is not stored.
CREATE TABLE counted_people (
    guild_id INTEGER NOT NULL REFERENCES counted (guild_id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    detail TEXT NOT NULL,
    people INTEGER NOT NULL CHECK (people >= 5),
    PRIMARY KEY (guild_id, what, detail)
) STRICT, WITHOUT ROWID;
