-- The thread below the post of an open ask, and what was written in it: through the bot's form, with
-- words, or under somebody's own name, of which only the place is known. Where both stand is sealed,
-- and found by a keyed tag. Who wrote without their name stands in it as their number there as an
-- asker, and sealed, to be told that it helped.
CREATE TABLE open_thread (
    ask_id TEXT PRIMARY KEY NOT NULL REFERENCES ask (ask_id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    alias TEXT NOT NULL,
    untold INTEGER NOT NULL DEFAULT 0,
    told_at INTEGER,
    thread_tag BLOB,
    thread_sealed BLOB
) STRICT;
CREATE UNIQUE INDEX open_thread_by_place ON open_thread (thread_tag) WHERE thread_tag IS NOT NULL;

CREATE TABLE thread_message (
    thread_message_id TEXT PRIMARY KEY NOT NULL,
    ask_id TEXT NOT NULL REFERENCES open_thread (ask_id) ON DELETE CASCADE,
    writer TEXT NOT NULL,
    draft_until INTEGER,
    alias TEXT NOT NULL,
    helped INTEGER NOT NULL DEFAULT 0,
    asker_number BLOB,
    person_sealed BLOB,
    words_sealed BLOB,
    message_tag BLOB,
    message_sealed BLOB,
    stored INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX thread_message_in_order ON thread_message (ask_id, stored);
CREATE INDEX thread_message_by_writer ON thread_message (asker_number)
    WHERE asker_number IS NOT NULL;
CREATE UNIQUE INDEX thread_message_by_place ON thread_message (message_tag)
    WHERE message_tag IS NOT NULL;

CREATE TRIGGER open_thread_gone AFTER DELETE ON open_thread
BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.thread_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER open_thread_changed AFTER UPDATE OF thread_sealed ON open_thread
BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.thread_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (COALESCE(substr(NEW.thread_sealed, 1, 14), x''));
END;

CREATE TRIGGER thread_message_gone AFTER DELETE ON thread_message
BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.person_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.words_sealed, 1, 14)
        UNION SELECT substr(OLD.message_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER thread_message_changed AFTER UPDATE OF
    person_sealed, words_sealed, message_sealed
ON thread_message
BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.person_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.words_sealed, 1, 14)
        UNION SELECT substr(OLD.message_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.person_sealed, 1, 14), x''),
        COALESCE(substr(NEW.words_sealed, 1, 14), x''),
        COALESCE(substr(NEW.message_sealed, 1, 14), x''));
END;
