-- The same triggers, for what comes and goes with every word: a row without anything sealed, and a
-- value whose owner stays, are passed over at once.

DROP TRIGGER outbox_gone;
CREATE TRIGGER outbox_gone AFTER DELETE ON outbox
WHEN OLD.words_sealed IS NOT NULL OR OLD.would_help_sealed IS NOT NULL
BEGIN
    INSERT INTO thrown_away (owned_by)
    SELECT substr(OLD.words_sealed, 1, 14) WHERE OLD.words_sealed IS NOT NULL;
    INSERT INTO thrown_away (owned_by)
    SELECT substr(OLD.would_help_sealed, 1, 14) WHERE OLD.would_help_sealed IS NOT NULL
        AND substr(OLD.would_help_sealed, 1, 14) IS NOT substr(OLD.words_sealed, 1, 14);
END;

DROP TRIGGER person_changed;
CREATE TRIGGER person_changed AFTER UPDATE OF
    language_sealed, user_id_sealed, dm_channel_id_sealed, read_up_to_sealed, end_told_sealed
ON person
WHEN substr(OLD.language_sealed, 1, 14) IS NOT substr(NEW.language_sealed, 1, 14)
    OR substr(OLD.user_id_sealed, 1, 14) IS NOT substr(NEW.user_id_sealed, 1, 14)
    OR substr(OLD.dm_channel_id_sealed, 1, 14) IS NOT substr(NEW.dm_channel_id_sealed, 1, 14)
    OR substr(OLD.read_up_to_sealed, 1, 14) IS NOT substr(NEW.read_up_to_sealed, 1, 14)
    OR substr(OLD.end_told_sealed, 1, 14) IS NOT substr(NEW.end_told_sealed, 1, 14)
BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.language_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.user_id_sealed, 1, 14)
        UNION SELECT substr(OLD.dm_channel_id_sealed, 1, 14)
        UNION SELECT substr(OLD.read_up_to_sealed, 1, 14)
        UNION SELECT substr(OLD.end_told_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.language_sealed, 1, 14), x''),
        COALESCE(substr(NEW.user_id_sealed, 1, 14), x''),
        COALESCE(substr(NEW.dm_channel_id_sealed, 1, 14), x''),
        COALESCE(substr(NEW.read_up_to_sealed, 1, 14), x''),
        COALESCE(substr(NEW.end_told_sealed, 1, 14), x''));
END;

DROP TRIGGER passed_on_changed;
CREATE TRIGGER passed_on_changed AFTER UPDATE OF
    source_channel_sealed, source_message_sealed, copy_channel_sealed, copy_message_sealed
ON passed_on
WHEN (OLD.source_channel_sealed IS NOT NULL
        AND substr(OLD.source_channel_sealed, 1, 14) IS NOT substr(NEW.source_channel_sealed, 1, 14))
    OR (OLD.source_message_sealed IS NOT NULL
        AND substr(OLD.source_message_sealed, 1, 14) IS NOT substr(NEW.source_message_sealed, 1, 14))
    OR (OLD.copy_channel_sealed IS NOT NULL
        AND substr(OLD.copy_channel_sealed, 1, 14) IS NOT substr(NEW.copy_channel_sealed, 1, 14))
    OR (OLD.copy_message_sealed IS NOT NULL
        AND substr(OLD.copy_message_sealed, 1, 14) IS NOT substr(NEW.copy_message_sealed, 1, 14))
BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.source_channel_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.source_message_sealed, 1, 14)
        UNION SELECT substr(OLD.copy_channel_sealed, 1, 14)
        UNION SELECT substr(OLD.copy_message_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.source_channel_sealed, 1, 14), x''),
        COALESCE(substr(NEW.source_message_sealed, 1, 14), x''),
        COALESCE(substr(NEW.copy_channel_sealed, 1, 14), x''),
        COALESCE(substr(NEW.copy_message_sealed, 1, 14), x''));
END;
