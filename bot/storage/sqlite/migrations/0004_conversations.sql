-- The conversation itself: which message was passed on as which, whom one talks with now, texts
-- whose reader is not chosen yet, silence, people who go, and what a discreet reader opens.

ALTER TABLE person ADD COLUMN read_up_to_sealed BLOB;
ALTER TABLE person ADD COLUMN dm_channel_tag BLOB;
CREATE INDEX person_by_dm_channel ON person (dm_channel_tag)
    WHERE dm_channel_tag IS NOT NULL;
ALTER TABLE person ADD COLUMN talking_with TEXT
    REFERENCES conversation (conversation_id) ON DELETE SET NULL;
ALTER TABLE person ADD COLUMN discreet INTEGER NOT NULL DEFAULT 0 CHECK (discreet IN (0, 1));
ALTER TABLE person ADD COLUMN dms_closed INTEGER NOT NULL DEFAULT 0 CHECK (dms_closed IN (0, 1));
CREATE INDEX person_by_talking_with ON person (talking_with) WHERE talking_with IS NOT NULL;

-- The last time that words were passed on; gone when it ends. Stopped: somebody went, nothing is
-- passed on any more, and the end is not told yet.
ALTER TABLE conversation ADD COLUMN silent_since INTEGER;
ALTER TABLE conversation ADD COLUMN stopped INTEGER NOT NULL DEFAULT 0 CHECK (stopped IN (0, 1));

-- One row for each message that carries words to the other side. A long text has several. The
-- source is what a person wrote; without its tag it was deleted, and the copy still has to be.
CREATE TABLE passed_on (
    piece_id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversation (conversation_id) ON DELETE CASCADE,
    writer TEXT NOT NULL CHECK (writer IN ('asker', 'listener')),
    source_tag BLOB,
    position INTEGER NOT NULL CHECK (position >= 0),
    words_tag BLOB NOT NULL,
    source_channel_sealed BLOB NOT NULL,
    source_message_sealed BLOB NOT NULL,
    copy_tag BLOB,
    copy_channel_sealed BLOB,
    copy_message_sealed BLOB,
    sign TEXT CHECK (sign IN ('waiting', 'passed_on')),
    passed_on_at INTEGER NOT NULL,
    UNIQUE (source_tag, position),
    CHECK ((copy_tag IS NULL) = (copy_message_sealed IS NULL)),
    CHECK ((copy_tag IS NULL) = (copy_channel_sealed IS NULL))
) STRICT;
CREATE INDEX passed_on_by_conversation ON passed_on (conversation_id, passed_on_at);
CREATE INDEX passed_on_by_copy ON passed_on (copy_tag) WHERE copy_tag IS NOT NULL;

-- What else the bot said in a conversation: a reply to it chooses that conversation.
CREATE TABLE said_in (
    message_tag BLOB PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversation (conversation_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX said_in_by_conversation ON said_in (conversation_id);

-- Who was told that the other side does not get their words yet: once, until it works again.
CREATE TABLE told_not_delivered (
    conversation_id TEXT NOT NULL REFERENCES conversation (conversation_id) ON DELETE CASCADE,
    reader_tag BLOB NOT NULL,
    PRIMARY KEY (conversation_id, reader_tag)
) STRICT;

-- Texts of somebody with several conversations open, until they say whom it is for.
CREATE TABLE held (
    held_id TEXT PRIMARY KEY,
    person_tag BLOB NOT NULL REFERENCES person (person_tag),
    source_tag BLOB NOT NULL UNIQUE,
    source_channel_sealed BLOB NOT NULL,
    source_message_sealed BLOB NOT NULL,
    words_sealed BLOB NOT NULL,
    stickers_sealed BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX held_by_person ON held (person_tag);
CREATE INDEX held_by_expiry ON held (expires_at);
ALTER TABLE button ADD COLUMN held_id TEXT REFERENCES held (held_id) ON DELETE CASCADE;
CREATE INDEX button_by_held ON button (held_id) WHERE held_id IS NOT NULL;

-- What stands behind "You have a message", for those who chose to be discreet.
CREATE TABLE kept (
    token TEXT PRIMARY KEY,
    person_tag BLOB NOT NULL REFERENCES person (person_tag),
    conversation_id TEXT NOT NULL REFERENCES conversation (conversation_id) ON DELETE CASCADE,
    piece_id TEXT UNIQUE REFERENCES passed_on (piece_id) ON DELETE CASCADE,
    notice TEXT NOT NULL,
    button TEXT,
    words_sealed BLOB,
    would_help_sealed BLOB
) STRICT;
CREATE INDEX kept_by_person ON kept (person_tag);
CREATE INDEX kept_by_conversation ON kept (conversation_id);

-- The outbox learns to delete and to sign, and which piece a notice carries.
CREATE TABLE outbox_new (
    outbox_id INTEGER PRIMARY KEY AUTOINCREMENT,
    lane TEXT NOT NULL,
    priority INTEGER NOT NULL CHECK (priority IN (0, 1, 2)),
    action TEXT NOT NULL CHECK (action IN ('create', 'edit', 'delete', 'sign')),
    notice TEXT NOT NULL,
    guild_id INTEGER,
    channel_id INTEGER,
    person_tag BLOB REFERENCES person (person_tag),
    ask_id TEXT REFERENCES ask (ask_id) ON DELETE CASCADE,
    conversation_id TEXT REFERENCES conversation (conversation_id) ON DELETE CASCADE,
    piece_id TEXT REFERENCES passed_on (piece_id) ON DELETE CASCADE,
    reply_piece TEXT,
    reply_end TEXT CHECK (reply_end IN ('source', 'copy')),
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
    CHECK ((channel_id IS NULL) <> (person_tag IS NULL)),
    CHECK ((reply_piece IS NULL) = (reply_end IS NULL))
) STRICT;
INSERT INTO outbox_new (outbox_id, lane, priority, action, notice, guild_id, channel_id,
    person_tag, ask_id, conversation_id, token, nonce, alias, own_alias, words_sealed,
    would_help_sealed, created_at, due_at, attempts, first_attempt_at)
    SELECT outbox_id, lane, priority, action, notice, guild_id, channel_id,
    person_tag, ask_id, conversation_id, token, nonce, alias, own_alias, words_sealed,
    would_help_sealed, created_at, due_at, attempts, first_attempt_at FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_new RENAME TO outbox;
CREATE INDEX outbox_by_lane ON outbox (lane, outbox_id);
CREATE INDEX outbox_by_order ON outbox (priority, outbox_id);
CREATE INDEX outbox_by_ask ON outbox (ask_id);
CREATE INDEX outbox_by_conversation ON outbox (conversation_id);
CREATE INDEX outbox_by_person ON outbox (person_tag);
CREATE INDEX outbox_by_piece ON outbox (piece_id) WHERE piece_id IS NOT NULL;

-- Conversations that are open already are looked after like new ones.
UPDATE conversation SET silent_since = started_at WHERE state = 'open';
INSERT INTO waiting (what, conversation_id, due_at)
    SELECT 'idle_warning', conversation_id, started_at + 43200
    FROM conversation WHERE state = 'open';
INSERT INTO waiting (what, conversation_id, due_at)
    SELECT 'members_looked_at', conversation_id, started_at
    FROM conversation WHERE state = 'open';
