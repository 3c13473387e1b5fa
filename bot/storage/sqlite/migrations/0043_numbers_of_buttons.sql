-- What hangs on an ask or a conversation names people by their numbers in its server, as that does. Who
-- may press a button, or open what is kept for them, is sealed; until that is done (`numbers_apart.py`)
-- the tag stands in the new columns as it was, and in that of a clearing.
ALTER TABLE button ADD COLUMN number BLOB;
ALTER TABLE button ADD COLUMN person_sealed BLOB;
UPDATE button SET person_sealed = person_tag;
DROP INDEX button_by_person;
ALTER TABLE button DROP COLUMN person_tag;
CREATE INDEX button_by_number ON button (number) WHERE number IS NOT NULL;
CREATE TRIGGER button_gone AFTER DELETE ON button BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.person_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER button_changed AFTER UPDATE OF
    person_sealed
ON button BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.person_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.person_sealed, 1, 14), x''));
END;

ALTER TABLE kept ADD COLUMN person_sealed BLOB;
UPDATE kept SET person_sealed = person_tag;
DROP INDEX kept_by_person;
ALTER TABLE kept DROP COLUMN person_tag;
DROP TRIGGER kept_gone;
DROP TRIGGER kept_changed;
CREATE TRIGGER kept_gone AFTER DELETE ON kept BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.would_help_sealed, 1, 14)
        UNION SELECT substr(OLD.person_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER kept_changed AFTER UPDATE OF
    words_sealed, would_help_sealed, person_sealed
ON kept BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.would_help_sealed, 1, 14)
        UNION SELECT substr(OLD.person_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.words_sealed, 1, 14), x''),
        COALESCE(substr(NEW.would_help_sealed, 1, 14), x''),
        COALESCE(substr(NEW.person_sealed, 1, 14), x''));
END;

DROP INDEX clearing_by_person;
ALTER TABLE clearing RENAME COLUMN person_tag TO number;
CREATE INDEX clearing_by_number ON clearing (number);

INSERT INTO meta (name, value) VALUES ('buttons_tell_people', x'');
