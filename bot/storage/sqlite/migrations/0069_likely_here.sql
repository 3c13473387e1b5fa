-- When several listeners are likely to be there, counted once a day, for askers of a group: only
-- parts of a day with enough of them stand here.
CREATE TABLE likely_counted (
    guild_id INTEGER PRIMARY KEY REFERENCES guild (guild_id) ON DELETE CASCADE,
    day INTEGER NOT NULL
) STRICT;
CREATE TABLE likely_here (
    guild_id INTEGER NOT NULL REFERENCES likely_counted (guild_id) ON DELETE CASCADE,
    for_group TEXT NOT NULL CHECK (for_group IN ('adult', 'young')),
    starts_at INTEGER NOT NULL,
    people INTEGER NOT NULL CHECK (people >= 5),
    PRIMARY KEY (guild_id, for_group, starts_at)
) STRICT;
