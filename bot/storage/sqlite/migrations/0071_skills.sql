-- What a listener can share with whoever would like to learn it: keys of a list, and their own words,
-- one on a line.
CREATE TABLE listener_skill (
    private_number BLOB NOT NULL REFERENCES listener (private_number) ON DELETE CASCADE,
    skill TEXT NOT NULL,
    PRIMARY KEY (private_number, skill)
) STRICT;
ALTER TABLE listener ADD COLUMN own_skills_sealed BLOB;

DROP TRIGGER listener_gone;
DROP TRIGGER listener_changed;
CREATE TRIGGER listener_gone AFTER DELETE ON listener BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.person_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.own_skills_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER listener_changed AFTER UPDATE OF
    person_sealed, own_skills_sealed
ON listener BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.person_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.own_skills_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.person_sealed, 1, 14), x''),
        COALESCE(substr(NEW.own_skills_sealed, 1, 14), x''));
END;

-- What an ask would like to learn: a key of the same list, or that it is something else.
ALTER TABLE ask ADD COLUMN learn TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN learn TEXT NOT NULL DEFAULT '';
