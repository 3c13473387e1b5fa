-- After a conversation: whether it helped, as numbers without people; what was done once; notes that
-- somebody wrote for themselves; and chats that are being cleared.

-- `answer` is one of Helped in bot/domain/after.py. Without a key to a person or a conversation.
CREATE TABLE helped (
    guild_id INTEGER NOT NULL REFERENCES guild (guild_id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    answer TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    PRIMARY KEY (guild_id, day, answer)
) STRICT, WITHOUT ROWID;

-- What can be done once after a conversation, and was.
CREATE TABLE done_after (
    conversation_id TEXT NOT NULL REFERENCES conversation (conversation_id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    PRIMARY KEY (conversation_id, what)
) STRICT, WITHOUT ROWID;

-- What somebody keeps for themselves, until they erase it.
CREATE TABLE reflection (
    reflection_id TEXT PRIMARY KEY,
    person_tag BLOB NOT NULL REFERENCES person (person_tag),
    words_sealed BLOB NOT NULL
) STRICT;
CREATE INDEX reflection_by_person ON reflection (person_tag);

-- One side's chat that is being cleared, how far its messages were read, and which ones go.
CREATE TABLE clearing (
    clearing_id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversation (conversation_id) ON DELETE CASCADE,
    person_tag BLOB NOT NULL,
    read_up_to_sealed BLOB,
    all_read INTEGER NOT NULL DEFAULT 0 CHECK (all_read IN (0, 1)),
    UNIQUE (conversation_id, person_tag)
) STRICT;
CREATE TABLE to_clear (
    message_tag BLOB PRIMARY KEY,
    clearing_id TEXT NOT NULL REFERENCES clearing (clearing_id) ON DELETE CASCADE,
    message_sealed BLOB NOT NULL
) STRICT;
CREATE INDEX to_clear_by_clearing ON to_clear (clearing_id);
