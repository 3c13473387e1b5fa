-- Names that two moderators want opened, for a day. Since when somebody moderates is known from when
-- they were first seen to.
ALTER TABLE moderator_seen ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
UPDATE moderator_seen SET since = seen_at;

CREATE TABLE name_opening (
    opening_id TEXT PRIMARY KEY NOT NULL,
    number_id TEXT NOT NULL UNIQUE REFERENCES known_number (number_id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    first_sealed BLOB NOT NULL,
    reason_sealed BLOB NOT NULL,
    second_sealed BLOB,
    second_reason_sealed BLOB,
    seen_by_first INTEGER NOT NULL DEFAULT 0,
    seen_by_second INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX name_opening_by_end ON name_opening (expires_at);

CREATE TRIGGER name_opening_gone AFTER DELETE ON name_opening BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.first_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.reason_sealed, 1, 14)
        UNION SELECT substr(OLD.second_sealed, 1, 14)
        UNION SELECT substr(OLD.second_reason_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER name_opening_changed AFTER UPDATE OF
    first_sealed, reason_sealed, second_sealed, second_reason_sealed
ON name_opening BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.first_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.reason_sealed, 1, 14)
        UNION SELECT substr(OLD.second_sealed, 1, 14)
        UNION SELECT substr(OLD.second_reason_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.first_sealed, 1, 14), x''),
        COALESCE(substr(NEW.reason_sealed, 1, 14), x''),
        COALESCE(substr(NEW.second_sealed, 1, 14), x''),
        COALESCE(substr(NEW.second_reason_sealed, 1, 14), x''));
END;
