-- What comes on a schedule: encouragements for a person or a channel, check-ins on a goal.

-- Days are counted from 1 January of the year 1, as Python does. Weekdays are bits, Monday the
-- lowest. On `first_day` and each `every_days` after it, at a minute after local midnight.
CREATE TABLE schedule (
    schedule_id TEXT PRIMARY KEY,
    what TEXT NOT NULL CHECK (what IN ('encouragement', 'check_in')),
    person_tag BLOB REFERENCES person (person_tag),
    guild_id INTEGER,
    channel_id INTEGER,
    zone TEXT NOT NULL,
    local_minute INTEGER NOT NULL CHECK (local_minute BETWEEN 0 AND 1439),
    weekdays INTEGER NOT NULL CHECK (weekdays BETWEEN 1 AND 127),
    every_days INTEGER NOT NULL CHECK (every_days >= 1),
    first_day INTEGER NOT NULL,
    paused_until INTEGER,
    state TEXT NOT NULL CHECK (state IN ('on', 'stopped', 'unreachable')),
    undelivered_days INTEGER NOT NULL DEFAULT 0,
    language TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    CHECK ((channel_id IS NULL) <> (person_tag IS NULL))
) STRICT;
CREATE UNIQUE INDEX schedule_of_person ON schedule (person_tag, what)
    WHERE person_tag IS NOT NULL;
CREATE UNIQUE INDEX schedule_of_channel ON schedule (channel_id) WHERE channel_id IS NOT NULL;
CREATE INDEX schedule_by_guild ON schedule (guild_id) WHERE guild_id IS NOT NULL;
CREATE INDEX schedule_by_change ON schedule (changed_at) WHERE state <> 'on';
-- All that the look at what is due needs, so that it reads nothing else.
CREATE INDEX schedule_by_time ON schedule
    (zone, local_minute, schedule_id, weekdays, every_days, first_day, paused_until, state)
    WHERE state = 'on';

-- None: every theme.
CREATE TABLE schedule_theme (
    schedule_id TEXT NOT NULL REFERENCES schedule (schedule_id) ON DELETE CASCADE,
    theme TEXT NOT NULL,
    PRIMARY KEY (schedule_id, theme)
) STRICT, WITHOUT ROWID;

-- The ledger: on each local date at most once. Without `due_at`: nothing was due any more on that
-- day when the time was chosen.
CREATE TABLE schedule_day (
    schedule_id TEXT NOT NULL REFERENCES schedule (schedule_id) ON DELETE CASCADE,
    day INTEGER NOT NULL,
    due_at INTEGER,
    PRIMARY KEY (schedule_id, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX schedule_day_by_day ON schedule_day (day);

-- How many were left out because they would have come too late, by local date.
CREATE TABLE left_out (
    day INTEGER PRIMARY KEY,
    number INTEGER NOT NULL
) STRICT;

-- What a reader has seen, so that nothing comes again too soon. A reader is a channel's id, or a
-- person's tag in hexadecimal: the name of their lane in the outbox.
CREATE TABLE shown_text (
    reader TEXT NOT NULL,
    text_id TEXT NOT NULL,
    round INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    shown_on INTEGER NOT NULL,
    PRIMARY KEY (reader, text_id)
) STRICT, WITHOUT ROWID;

-- The encouragements that somebody keeps.
CREATE TABLE kept_text (
    person_tag BLOB NOT NULL REFERENCES person (person_tag),
    text_id TEXT NOT NULL,
    kept_at INTEGER NOT NULL,
    PRIMARY KEY (person_tag, text_id)
) STRICT, WITHOUT ROWID;

-- The outbox learns a last priority, and what a notice of a schedule carries.
CREATE TABLE outbox_new (
    outbox_id INTEGER PRIMARY KEY AUTOINCREMENT,
    lane TEXT NOT NULL,
    priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
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
    schedule_id TEXT REFERENCES schedule (schedule_id) ON DELETE CASCADE,
    day INTEGER,
    text_id TEXT,
    language TEXT,
    CHECK ((channel_id IS NULL) <> (person_tag IS NULL)),
    CHECK ((reply_piece IS NULL) = (reply_end IS NULL)),
    CHECK ((schedule_id IS NULL) = (day IS NULL))
) STRICT;
INSERT INTO outbox_new (outbox_id, lane, priority, action, notice, guild_id, channel_id,
    person_tag, ask_id, conversation_id, piece_id, reply_piece, reply_end, token, nonce, alias,
    own_alias, words_sealed, would_help_sealed, created_at, due_at, attempts, first_attempt_at)
    SELECT outbox_id, lane, priority, action, notice, guild_id, channel_id,
    person_tag, ask_id, conversation_id, piece_id, reply_piece, reply_end, token, nonce, alias,
    own_alias, words_sealed, would_help_sealed, created_at, due_at, attempts, first_attempt_at
    FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_new RENAME TO outbox;
CREATE INDEX outbox_by_lane ON outbox (lane, outbox_id);
CREATE INDEX outbox_by_order ON outbox (priority, outbox_id);
CREATE INDEX outbox_by_ask ON outbox (ask_id);
CREATE INDEX outbox_by_conversation ON outbox (conversation_id);
CREATE INDEX outbox_by_person ON outbox (person_tag);
CREATE INDEX outbox_by_piece ON outbox (piece_id) WHERE piece_id IS NOT NULL;
CREATE INDEX outbox_by_schedule ON outbox (schedule_id) WHERE schedule_id IS NOT NULL;
