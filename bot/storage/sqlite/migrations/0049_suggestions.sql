-- Encouragements that members suggest. Whose one is stands in it as their number there as an asker;
-- moderators see that number once it is sent. Words and what moderators answered are sealed. To look
-- at it again: 0 nobody asked for it, 1 somebody did, 2 it was looked at.
CREATE TABLE suggestion (
    suggestion_id TEXT PRIMARY KEY NOT NULL,
    text_id TEXT NOT NULL UNIQUE,
    guild_id INTEGER NOT NULL,
    asker_number BLOB NOT NULL,
    number_id TEXT REFERENCES known_number (number_id) ON DELETE SET NULL,
    state TEXT NOT NULL,
    theme TEXT NOT NULL,
    language TEXT NOT NULL,
    tell INTEGER NOT NULL,
    kept INTEGER NOT NULL DEFAULT 0,
    look_again INTEGER NOT NULL DEFAULT 0,
    written_at INTEGER NOT NULL,
    decided_at INTEGER,
    words_sealed BLOB,
    answer_sealed BLOB,
    stored INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX suggestion_in_order ON suggestion (guild_id, stored);
CREATE INDEX suggestion_by_state ON suggestion (guild_id, state, language, theme);
CREATE INDEX suggestion_by_asker ON suggestion (asker_number);
CREATE INDEX suggestion_by_number ON suggestion (number_id) WHERE number_id IS NOT NULL;

CREATE TRIGGER suggestion_gone AFTER DELETE ON suggestion
BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.answer_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER suggestion_changed AFTER UPDATE OF
    words_sealed, answer_sealed
ON suggestion
BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.answer_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.words_sealed, 1, 14), x''),
        COALESCE(substr(NEW.answer_sealed, 1, 14), x''));
END;

-- A text of a member's that is gone must be found in what others keep.
CREATE INDEX kept_text_by_text ON kept_text (text_id);
