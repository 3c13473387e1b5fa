-- Servers whose moderators were told that the bot cannot post asks there; no longer once it can.
CREATE TABLE asks_cannot_be_posted (
    guild_id INTEGER PRIMARY KEY REFERENCES guild (guild_id) ON DELETE CASCADE
) STRICT;
