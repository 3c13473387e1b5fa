-- What belongs to a server names people by the numbers that they have there, one for asking and another
-- for listening. The tag that is the same in all servers is sealed, where somebody has to be written to;
-- whoever erased everything has none. To seal it needs the key (`numbers_apart.py`): until then it
-- stands in the new columns as it was.

ALTER TABLE listener ADD COLUMN person_sealed BLOB;
UPDATE listener SET person_sealed = person_tag;
DROP INDEX listener_by_person;
ALTER TABLE listener DROP COLUMN person_tag;
CREATE TRIGGER listener_gone AFTER DELETE ON listener BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.person_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER listener_changed AFTER UPDATE OF
    person_sealed
ON listener BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.person_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.person_sealed, 1, 14), x''));
END;

ALTER TABLE draft ADD COLUMN asker_number BLOB NOT NULL DEFAULT x'00000000000000000000000000000000';
ALTER TABLE draft ADD COLUMN asker_sealed BLOB;
UPDATE draft SET asker_sealed = person_tag;
DROP INDEX draft_by_person;
ALTER TABLE draft DROP COLUMN person_tag;
CREATE INDEX draft_by_asker ON draft (asker_number);
DROP TRIGGER draft_gone;
DROP TRIGGER draft_changed;
CREATE TRIGGER draft_gone AFTER DELETE ON draft BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.would_help_sealed, 1, 14)
        UNION SELECT substr(OLD.asker_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER draft_changed AFTER UPDATE OF
    words_sealed, would_help_sealed, asker_sealed
ON draft BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.would_help_sealed, 1, 14)
        UNION SELECT substr(OLD.asker_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.words_sealed, 1, 14), x''),
        COALESCE(substr(NEW.would_help_sealed, 1, 14), x''),
        COALESCE(substr(NEW.asker_sealed, 1, 14), x''));
END;

-- An ask's place is one among all: a person's asks of all servers are told in their order.
DROP INDEX ask_by_order;
UPDATE ask SET stored = rowid;
CREATE UNIQUE INDEX ask_by_order ON ask (stored);
ALTER TABLE ask ADD COLUMN asker_sealed BLOB;
UPDATE ask SET asker_sealed = asker_tag WHERE asker_tag <> x'00000000000000000000000000000000';
ALTER TABLE ask DROP COLUMN asker_tag;
DROP TRIGGER ask_gone;
DROP TRIGGER ask_changed;
CREATE TRIGGER ask_gone AFTER DELETE ON ask BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.would_help_sealed, 1, 14)
        UNION SELECT substr(OLD.asker_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER ask_changed AFTER UPDATE OF
    words_sealed, would_help_sealed, asker_sealed
ON ask BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.would_help_sealed, 1, 14)
        UNION SELECT substr(OLD.asker_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.words_sealed, 1, 14), x''),
        COALESCE(substr(NEW.would_help_sealed, 1, 14), x''),
        COALESCE(substr(NEW.asker_sealed, 1, 14), x''));
END;

ALTER TABLE conversation ADD COLUMN asker_number BLOB NOT NULL DEFAULT x'00000000000000000000000000000000';
ALTER TABLE conversation ADD COLUMN asker_sealed BLOB;
ALTER TABLE conversation ADD COLUMN listener_sealed BLOB;
UPDATE conversation SET asker_sealed = asker_tag WHERE asker_tag <> x'00000000000000000000000000000000';
UPDATE conversation SET listener_sealed = listener_tag WHERE listener_tag <> x'00000000000000000000000000000000';
DROP INDEX conversation_by_asker;
DROP INDEX conversation_by_listener;
ALTER TABLE conversation DROP COLUMN asker_tag;
ALTER TABLE conversation DROP COLUMN listener_tag;
CREATE INDEX conversation_by_asker ON conversation (asker_number);
CREATE TRIGGER conversation_gone AFTER DELETE ON conversation BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.asker_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.listener_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER conversation_changed AFTER UPDATE OF
    asker_sealed, listener_sealed
ON conversation BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.asker_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.listener_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.asker_sealed, 1, 14), x''),
        COALESCE(substr(NEW.listener_sealed, 1, 14), x''));
END;

-- Whether somebody has anything left is not told by their rows any more: it is looked up, at the latest
-- a day after the last time.
ALTER TABLE person ADD COLUMN looked_on INTEGER NOT NULL DEFAULT 0;
CREATE INDEX person_by_look ON person (looked_on);

INSERT INTO meta (name, value) VALUES ('people_stand_in_clear', x'');
