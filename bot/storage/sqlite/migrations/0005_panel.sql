-- The panel, where people used the bot, what was written outside a conversation.

-- Empty: the channel for asks.
ALTER TABLE guild ADD COLUMN panel_channel_id INTEGER;

-- One panel a server. Its nonce stays until a new one has to be sent.
CREATE TABLE panel (
    guild_id INTEGER PRIMARY KEY,
    channel_id INTEGER NOT NULL,
    nonce TEXT NOT NULL,
    first_attempt_at INTEGER NOT NULL,
    message_id_sealed BLOB,
    look_at INTEGER NOT NULL
) STRICT;
CREATE INDEX panel_by_time ON panel (look_at);

-- In which servers somebody used the bot, to the day.
CREATE TABLE known_server (
    person_tag BLOB NOT NULL,
    guild_id INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    PRIMARY KEY (person_tag, guild_id)
) STRICT;
CREATE INDEX known_server_by_time ON known_server (last_used_at);

-- What somebody wrote to the bot outside a conversation, until they say what shall become of it.
CREATE TABLE stray (
    token TEXT PRIMARY KEY,
    person_tag BLOB NOT NULL,
    words_sealed BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX stray_by_person ON stray (person_tag, expires_at);
CREATE INDEX stray_by_expiry ON stray (expires_at);

-- The buttons with the servers that it may be passed on to.
CREATE TABLE stray_choice (
    token TEXT PRIMARY KEY,
    stray TEXT NOT NULL REFERENCES stray (token) ON DELETE CASCADE,
    guild_id INTEGER NOT NULL
) STRICT;
CREATE INDEX stray_choice_by_stray ON stray_choice (stray);
