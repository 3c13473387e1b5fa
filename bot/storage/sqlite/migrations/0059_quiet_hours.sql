-- When nothing that can wait is sent to somebody: the place of their clock, from when until when.
CREATE TABLE quiet_hours (
    person_tag BLOB PRIMARY KEY NOT NULL REFERENCES person (person_tag) ON DELETE CASCADE,
    hours_sealed BLOB NOT NULL
) STRICT;

CREATE TRIGGER quiet_hours_gone AFTER DELETE ON quiet_hours BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.hours_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER quiet_hours_changed AFTER UPDATE OF
    hours_sealed
ON quiet_hours BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.hours_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.hours_sealed, 1, 14), x''));
END;
