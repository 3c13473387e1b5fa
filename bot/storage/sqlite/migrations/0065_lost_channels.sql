-- Channels of a server in which the bot cannot write what it is to write there; no longer once it
-- can. `told`: whether somebody who looks after the server was.
CREATE TABLE lost_channel (
    guild_id INTEGER NOT NULL REFERENCES guild (guild_id) ON DELETE CASCADE,
    used_for TEXT NOT NULL CHECK (used_for IN ('panel', 'moderators', 'encouragements')),
    channel_id INTEGER NOT NULL,
    told INTEGER NOT NULL CHECK (told IN (0, 1)),
    PRIMARY KEY (guild_id, used_for, channel_id)
) STRICT, WITHOUT ROWID;
