-- Servers that the bot was taken out of, and until when everything of theirs is kept in case it is
-- invited again: meanwhile their asks, and what is to be said in their channels, wait.
CREATE TABLE departed (
    guild_id INTEGER PRIMARY KEY,
    kept_until INTEGER NOT NULL
) STRICT;
