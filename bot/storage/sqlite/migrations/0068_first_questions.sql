-- One question of a listener before they accept an ask: under a name that is used for it alone, which
-- is why the row stays as long as the ask. Who listens is named by their number there, and sealed, to
-- be told of the answer. Which message of the bot's carries it is known for reports.
CREATE TABLE first_question (
    first_question_id TEXT PRIMARY KEY NOT NULL,
    ask_id TEXT NOT NULL REFERENCES ask (ask_id) ON DELETE CASCADE,
    listener_number BLOB NOT NULL,
    person_sealed BLOB,
    alias TEXT NOT NULL,
    state TEXT NOT NULL,
    until INTEGER,
    declined INTEGER NOT NULL DEFAULT 0,
    left_alone INTEGER NOT NULL DEFAULT 0,
    words_sealed BLOB,
    answer_sealed BLOB
) STRICT;
CREATE UNIQUE INDEX first_question_once ON first_question (ask_id, listener_number)
    WHERE person_sealed IS NOT NULL;
CREATE UNIQUE INDEX first_question_open ON first_question (ask_id) WHERE state = 'asked';
CREATE INDEX first_question_by_ask ON first_question (ask_id);
CREATE INDEX first_question_by_listener ON first_question (listener_number);

ALTER TABLE said_about ADD COLUMN first_question_id TEXT;

CREATE TRIGGER first_question_gone AFTER DELETE ON first_question
BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.person_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.words_sealed, 1, 14)
        UNION SELECT substr(OLD.answer_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER first_question_changed AFTER UPDATE OF
    person_sealed, words_sealed, answer_sealed
ON first_question
BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.person_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.words_sealed, 1, 14)
        UNION SELECT substr(OLD.answer_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.person_sealed, 1, 14), x''),
        COALESCE(substr(NEW.words_sealed, 1, 14), x''),
        COALESCE(substr(NEW.answer_sealed, 1, 14), x''));
END;
