-- Up to which entry the record's head was posted to the moderators' channel.
CREATE TABLE record_posted (
    guild_id INTEGER PRIMARY KEY NOT NULL,
    position INTEGER NOT NULL,
    day INTEGER NOT NULL
) STRICT;
