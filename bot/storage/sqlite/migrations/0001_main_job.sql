-- The main job: people, servers, listeners, drafts, asks, conversations, and the way words travel.
-- Whatever names a person, a DM channel or a message is sealed (…_sealed) or a keyed hash (…_tag,
-- private number). Servers, channels and roles are plain. Times are Unix seconds, UTC.

CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

CREATE TABLE guild (
    guild_id INTEGER PRIMARY KEY,
    ask_channel_id INTEGER NOT NULL,
    moderator_channel_id INTEGER NOT NULL,
    moderator_role_id INTEGER NOT NULL,
    open_asks INTEGER NOT NULL CHECK (open_asks IN (0, 1))
) STRICT;

CREATE TABLE person (
    person_tag BLOB PRIMARY KEY,
    user_id_sealed BLOB NOT NULL,
    dm_channel_id_sealed BLOB
) STRICT;

CREATE TABLE listener (
    private_number BLOB PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    person_tag BLOB NOT NULL REFERENCES person (person_tag),
    joined_at INTEGER NOT NULL,
    on_duty_until INTEGER
) STRICT;
CREATE INDEX listener_by_guild ON listener (guild_id);
CREATE INDEX listener_by_person ON listener (person_tag);

CREATE TABLE draft (
    draft_id TEXT PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    person_tag BLOB NOT NULL REFERENCES person (person_tag),
    kind TEXT NOT NULL CHECK (kind IN ('private', 'open')),
    words_sealed BLOB NOT NULL,
    would_help_sealed BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX draft_by_expiry ON draft (expires_at);
CREATE INDEX draft_by_person ON draft (person_tag);

CREATE TABLE ask (
    ask_id TEXT PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    asker_number BLOB NOT NULL,
    asker_tag BLOB NOT NULL REFERENCES person (person_tag),
    kind TEXT NOT NULL CHECK (kind IN ('private', 'open')),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'closed')),
    words_sealed BLOB,
    would_help_sealed BLOB,
    posted_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    closed_at INTEGER,
    CHECK ((state = 'closed') = (closed_at IS NOT NULL))
) STRICT;
CREATE INDEX ask_open_by_asker ON ask (asker_number) WHERE state <> 'closed';
CREATE INDEX ask_by_asker ON ask (asker_number, posted_at);
CREATE INDEX ask_by_person ON ask (asker_tag);
CREATE INDEX ask_by_expiry ON ask (expires_at) WHERE state = 'waiting';
CREATE INDEX ask_by_closing ON ask (closed_at) WHERE state = 'closed';

CREATE TABLE conversation (
    conversation_id TEXT PRIMARY KEY,
    ask_id TEXT NOT NULL REFERENCES ask (ask_id) ON DELETE CASCADE,
    guild_id INTEGER NOT NULL,
    asker_tag BLOB NOT NULL REFERENCES person (person_tag),
    listener_tag BLOB NOT NULL REFERENCES person (person_tag),
    listener_number BLOB NOT NULL,
    asker_alias TEXT NOT NULL,
    listener_alias TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'ended')),
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    CHECK ((state = 'ended') = (ended_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX conversation_one_for_an_ask ON conversation (ask_id) WHERE state = 'open';
CREATE INDEX conversation_by_ask ON conversation (ask_id);
CREATE INDEX conversation_by_asker ON conversation (asker_tag);
CREATE INDEX conversation_by_listener ON conversation (listener_tag);
CREATE INDEX conversation_by_listener_number ON conversation (listener_number, started_at);

-- What a button means: the random token it carries, and whom or what it belongs to.
CREATE TABLE button (
    token TEXT PRIMARY KEY,
    ask_id TEXT REFERENCES ask (ask_id) ON DELETE CASCADE,
    conversation_id TEXT REFERENCES conversation (conversation_id) ON DELETE CASCADE,
    person_tag BLOB,
    CHECK ((ask_id IS NULL) <> (conversation_id IS NULL))
) STRICT;
CREATE INDEX button_by_ask ON button (ask_id);
CREATE INDEX button_by_conversation ON button (conversation_id);

-- The bot's own messages that may have to be edited later, by the part they play ("post", "asker").
CREATE TABLE bot_message (
    ask_id TEXT NOT NULL REFERENCES ask (ask_id) ON DELETE CASCADE,
    part TEXT NOT NULL,
    channel_id_sealed BLOB NOT NULL,
    message_id_sealed BLOB NOT NULL,
    PRIMARY KEY (ask_id, part)
) STRICT;

-- What has been read already: Discord may tell of one message several times.
CREATE TABLE inbox (
    message_tag BLOB PRIMARY KEY,
    received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX inbox_by_time ON inbox (received_at);

-- What the bot has sent, so that a message found in a history is counted for one notice only.
CREATE TABLE sent (
    message_tag BLOB PRIMARY KEY,
    sent_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sent_by_time ON sent (sent_at);

-- What must still be said, first in first out in each lane (a person's DM, or a channel).
CREATE TABLE outbox (
    outbox_id INTEGER PRIMARY KEY AUTOINCREMENT,
    lane TEXT NOT NULL,
    priority INTEGER NOT NULL CHECK (priority IN (0, 1)),
    action TEXT NOT NULL CHECK (action IN ('create', 'edit')),
    notice TEXT NOT NULL,
    guild_id INTEGER,
    channel_id INTEGER,
    person_tag BLOB REFERENCES person (person_tag),
    ask_id TEXT REFERENCES ask (ask_id) ON DELETE CASCADE,
    conversation_id TEXT REFERENCES conversation (conversation_id) ON DELETE CASCADE,
    token TEXT,
    nonce TEXT NOT NULL UNIQUE,
    alias TEXT,
    own_alias TEXT,
    words_sealed BLOB,
    would_help_sealed BLOB,
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    first_attempt_at INTEGER,
    CHECK ((channel_id IS NULL) <> (person_tag IS NULL))
) STRICT;
CREATE INDEX outbox_by_lane ON outbox (lane, outbox_id);
CREATE INDEX outbox_by_order ON outbox (priority, outbox_id);
CREATE INDEX outbox_by_ask ON outbox (ask_id);
CREATE INDEX outbox_by_conversation ON outbox (conversation_id);
CREATE INDEX outbox_by_person ON outbox (person_tag);
