-- Whom somebody never meets again in a server, one row for each conversation from which they were
-- blocked: two under one person's names must not show that they are one. What tells who blocked
-- whom, and in which conversation, is keyed for this table alone, and the day is sealed as well.

CREATE TABLE block (
    token TEXT PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    owner_tag BLOB NOT NULL,
    pair_tag BLOB NOT NULL,
    talk_tag BLOB NOT NULL UNIQUE,
    alias_sealed BLOB NOT NULL,
    day_sealed BLOB NOT NULL
) STRICT;

CREATE INDEX block_guild ON block (guild_id);
CREATE INDEX block_owner ON block (owner_tag);
CREATE INDEX block_pair ON block (pair_tag);

CREATE TRIGGER block_gone AFTER DELETE ON block BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.alias_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.day_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER block_changed AFTER UPDATE OF
    alias_sealed, day_sealed
ON block BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.alias_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.day_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.alias_sealed, 1, 14), x''),
        COALESCE(substr(NEW.day_sealed, 1, 14), x''));
END;
