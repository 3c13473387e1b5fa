-- Private numbers that moderators of a server may see, and what was done to each. Whose a number is
-- stands in it sealed, so that somebody can be written to; once they erased everything it is empty,
-- and what was done holds on as a keyed mark.
CREATE TABLE known_number (
    number_id TEXT PRIMARY KEY NOT NULL,
    guild_id INTEGER NOT NULL,
    private_number BLOB NOT NULL UNIQUE,
    listens INTEGER NOT NULL,
    user_id_sealed BLOB,
    noted_at INTEGER NOT NULL
) STRICT;
CREATE INDEX known_number_by_guild ON known_number (guild_id, noted_at);
CREATE TABLE moderator_action (
    action_id TEXT PRIMARY KEY NOT NULL,
    number_id TEXT NOT NULL REFERENCES known_number (number_id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    until INTEGER,
    lifted INTEGER NOT NULL DEFAULT 0,
    words_sealed BLOB,
    answer_sealed BLOB,
    answer_read INTEGER NOT NULL DEFAULT 0,
    stored INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX moderator_action_in_order ON moderator_action (number_id, stored);

-- What moderators did, one entry after the other: each has the hash of the one before it, so that
-- none can be changed or taken out without showing. It holds hashes alone; what was written stands
-- apart, and goes.
CREATE TABLE moderation_record (
    guild_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    what TEXT NOT NULL,
    moderator_hash BLOB NOT NULL,
    number_hash BLOB NOT NULL,
    words_hash BLOB NOT NULL,
    before_hash BLOB NOT NULL,
    entry_hash BLOB NOT NULL,
    moderator_sealed BLOB,
    PRIMARY KEY (guild_id, position)
) STRICT;

CREATE TRIGGER known_number_gone AFTER DELETE ON known_number
WHEN OLD.user_id_sealed IS NOT NULL
BEGIN
    INSERT INTO thrown_away (owned_by) VALUES (substr(OLD.user_id_sealed, 1, 14));
END;
CREATE TRIGGER known_number_changed AFTER UPDATE OF
    user_id_sealed
ON known_number
WHEN OLD.user_id_sealed IS NOT NULL
    AND substr(OLD.user_id_sealed, 1, 14) IS NOT substr(NEW.user_id_sealed, 1, 14)
BEGIN
    INSERT INTO thrown_away (owned_by) VALUES (substr(OLD.user_id_sealed, 1, 14));
END;
CREATE TRIGGER moderator_action_gone AFTER DELETE ON moderator_action
BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.answer_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER moderator_action_changed AFTER UPDATE OF
    words_sealed, answer_sealed
ON moderator_action
BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.answer_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.words_sealed, 1, 14), x''),
        COALESCE(substr(NEW.answer_sealed, 1, 14), x''));
END;
CREATE TRIGGER moderation_record_gone AFTER DELETE ON moderation_record
WHEN OLD.moderator_sealed IS NOT NULL
BEGIN
    INSERT INTO thrown_away (owned_by) VALUES (substr(OLD.moderator_sealed, 1, 14));
END;
CREATE TRIGGER moderation_record_changed AFTER UPDATE OF
    moderator_sealed
ON moderation_record
WHEN OLD.moderator_sealed IS NOT NULL
    AND substr(OLD.moderator_sealed, 1, 14) IS NOT substr(NEW.moderator_sealed, 1, 14)
BEGIN
    INSERT INTO thrown_away (owned_by) VALUES (substr(OLD.moderator_sealed, 1, 14));
END;
