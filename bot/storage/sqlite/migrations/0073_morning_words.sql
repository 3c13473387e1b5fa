-- What a listener wrote for an asker's morning: kept until then, while the ask waits for everybody.
-- A listener keeps one at a time. `ready` 0: something in it tells of them, and they have not said
-- that it may go.
CREATE TABLE morning_words (
    morning_words_id TEXT PRIMARY KEY NOT NULL,
    ask_id TEXT NOT NULL REFERENCES ask (ask_id) ON DELETE CASCADE,
    private_number BLOB NOT NULL UNIQUE REFERENCES listener (private_number) ON DELETE CASCADE,
    words_sealed BLOB NOT NULL,
    ready INTEGER NOT NULL CHECK (ready IN (0, 1)),
    written_at INTEGER NOT NULL
) STRICT;
CREATE INDEX morning_words_by_ask ON morning_words (ask_id);

CREATE TRIGGER morning_words_gone AFTER DELETE ON morning_words
BEGIN
    INSERT INTO thrown_away (owned_by) SELECT substr(OLD.words_sealed, 1, 14);
END;
CREATE TRIGGER morning_words_changed AFTER UPDATE OF words_sealed ON morning_words
WHEN substr(NEW.words_sealed, 1, 14) <> substr(OLD.words_sealed, 1, 14)
BEGIN
    INSERT INTO thrown_away (owned_by) SELECT substr(OLD.words_sealed, 1, 14);
END;
