-- What people tell moderators about somebody's words. Who told it, and about which ask or
-- conversation, stands sealed: nothing in the clear ties a report to whoever sent it. A draft names no
-- number yet: moderators see one only once the report is sent.
CREATE TABLE report (
    report_id TEXT PRIMARY KEY NOT NULL,
    guild_id INTEGER NOT NULL,
    number_id TEXT REFERENCES known_number (number_id) ON DELETE CASCADE,
    about TEXT NOT NULL,
    state TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    opened_at INTEGER,
    brought_up INTEGER NOT NULL DEFAULT 0,
    subject_sealed BLOB NOT NULL,
    reporter_sealed BLOB,
    words_sealed BLOB
) STRICT;
CREATE INDEX report_by_guild ON report (guild_id, state, sent_at);
CREATE INDEX report_by_number ON report (number_id);

-- What the reporter read, as far as they let it go along; what they did not choose goes at once.
CREATE TABLE report_evidence (
    report_id TEXT NOT NULL REFERENCES report (report_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    chosen INTEGER NOT NULL,
    words_sealed BLOB NOT NULL,
    PRIMARY KEY (report_id, position)
) STRICT;

-- What moderators ask back, and what the reporter answers, without a name.
CREATE TABLE report_question (
    question_id TEXT PRIMARY KEY NOT NULL,
    report_id TEXT NOT NULL REFERENCES report (report_id) ON DELETE CASCADE,
    made_at INTEGER NOT NULL,
    words_sealed BLOB NOT NULL,
    answer_sealed BLOB,
    answer_read INTEGER NOT NULL DEFAULT 0,
    stored INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX report_question_in_order ON report_question (report_id, stored);

-- What stood in a message before its writer changed or deleted it, after it had been delivered.
CREATE TABLE words_before (
    copy_id TEXT PRIMARY KEY NOT NULL,
    conversation_id TEXT NOT NULL REFERENCES conversation (conversation_id) ON DELETE CASCADE,
    writer TEXT NOT NULL,
    words_sealed BLOB NOT NULL,
    stored INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX words_before_in_order ON words_before (conversation_id, stored);

-- Who looked after a server lately, so that a report about one of them reaches the others.
CREATE TABLE moderator_seen (
    private_number BLOB PRIMARY KEY NOT NULL,
    guild_id INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    user_id_sealed BLOB NOT NULL
) STRICT;
CREATE INDEX moderator_seen_by_guild ON moderator_seen (guild_id, seen_at);

CREATE TRIGGER report_gone AFTER DELETE ON report
BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.subject_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.reporter_sealed, 1, 14)
        UNION SELECT substr(OLD.words_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER report_changed AFTER UPDATE OF
    subject_sealed, reporter_sealed, words_sealed
ON report
BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.subject_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.reporter_sealed, 1, 14)
        UNION SELECT substr(OLD.words_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        substr(NEW.subject_sealed, 1, 14),
        COALESCE(substr(NEW.reporter_sealed, 1, 14), x''),
        COALESCE(substr(NEW.words_sealed, 1, 14), x''));
END;
CREATE TRIGGER report_evidence_gone AFTER DELETE ON report_evidence
BEGIN
    INSERT INTO thrown_away (owned_by) VALUES (substr(OLD.words_sealed, 1, 14));
END;
CREATE TRIGGER report_evidence_changed AFTER UPDATE OF
    words_sealed
ON report_evidence
WHEN substr(OLD.words_sealed, 1, 14) IS NOT substr(NEW.words_sealed, 1, 14)
BEGIN
    INSERT INTO thrown_away (owned_by) VALUES (substr(OLD.words_sealed, 1, 14));
END;
CREATE TRIGGER report_question_gone AFTER DELETE ON report_question
BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.answer_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER report_question_changed AFTER UPDATE OF
    words_sealed, answer_sealed
ON report_question
BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.answer_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        substr(NEW.words_sealed, 1, 14),
        COALESCE(substr(NEW.answer_sealed, 1, 14), x''));
END;
CREATE TRIGGER words_before_gone AFTER DELETE ON words_before
BEGIN
    INSERT INTO thrown_away (owned_by) VALUES (substr(OLD.words_sealed, 1, 14));
END;
CREATE TRIGGER words_before_changed AFTER UPDATE OF
    words_sealed
ON words_before
WHEN substr(OLD.words_sealed, 1, 14) IS NOT substr(NEW.words_sealed, 1, 14)
BEGIN
    INSERT INTO thrown_away (owned_by) VALUES (substr(OLD.words_sealed, 1, 14));
END;
CREATE TRIGGER moderator_seen_gone AFTER DELETE ON moderator_seen
BEGIN
    INSERT INTO thrown_away (owned_by) VALUES (substr(OLD.user_id_sealed, 1, 14));
END;
CREATE TRIGGER moderator_seen_changed AFTER UPDATE OF
    user_id_sealed
ON moderator_seen
WHEN substr(OLD.user_id_sealed, 1, 14) IS NOT substr(NEW.user_id_sealed, 1, 14)
BEGIN
    INSERT INTO thrown_away (owned_by) VALUES (substr(OLD.user_id_sealed, 1, 14));
END;
