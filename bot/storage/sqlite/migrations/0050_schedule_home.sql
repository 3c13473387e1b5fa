-- The server in which somebody chose what comes by itself: its members' suggestions come, too. It is
-- sealed, as a schedule names a person in all servers.
CREATE TABLE schedule_home (
    schedule_id TEXT PRIMARY KEY NOT NULL REFERENCES schedule (schedule_id) ON DELETE CASCADE,
    guild_sealed BLOB NOT NULL
) STRICT;

CREATE TRIGGER schedule_home_gone AFTER DELETE ON schedule_home
BEGIN
    INSERT INTO thrown_away (owned_by) VALUES (substr(OLD.guild_sealed, 1, 14));
END;
CREATE TRIGGER schedule_home_changed AFTER UPDATE OF
    guild_sealed
ON schedule_home
WHEN substr(OLD.guild_sealed, 1, 14) IS NOT substr(NEW.guild_sealed, 1, 14)
BEGIN
    INSERT INTO thrown_away (owned_by) VALUES (substr(OLD.guild_sealed, 1, 14));
END;
