-- What a server has switched on; see Feature in bot/domain/guilds.py. Nothing is on at first.

CREATE TABLE guild_feature (
    guild_id INTEGER NOT NULL REFERENCES guild (guild_id) ON DELETE CASCADE,
    feature TEXT NOT NULL,
    PRIMARY KEY (guild_id, feature)
) STRICT;
