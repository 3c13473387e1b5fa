-- Everything that waits for its time is a row here; see bot/domain/waiting.py.

CREATE TABLE waiting (
    waiting_id INTEGER PRIMARY KEY,
    what TEXT NOT NULL,
    ask_id TEXT REFERENCES ask (ask_id) ON DELETE CASCADE,
    conversation_id TEXT REFERENCES conversation (conversation_id) ON DELETE CASCADE,
    due_at INTEGER NOT NULL,
    CHECK ((ask_id IS NULL) <> (conversation_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX waiting_once_for_ask ON waiting (what, ask_id) WHERE ask_id IS NOT NULL;
CREATE UNIQUE INDEX waiting_once_for_conversation ON waiting (what, conversation_id)
    WHERE conversation_id IS NOT NULL;
CREATE INDEX waiting_by_time ON waiting (due_at);
CREATE INDEX waiting_by_ask ON waiting (ask_id);
CREATE INDEX waiting_by_conversation ON waiting (conversation_id);

INSERT INTO waiting (what, ask_id, due_at)
    SELECT 'ask_expires', ask_id, expires_at FROM ask WHERE state = 'waiting';
DROP INDEX ask_by_expiry;
