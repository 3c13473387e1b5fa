-- What was erased, until the secrets of its rows are thrown away as well: each sealed value begins
-- with whose it is, in 14 bytes. Triggers note that, so that nothing
-- is missed that goes with something else: when a row goes, and when a sealed value makes room for
-- one with another owner, unless the row still has a value of the same.

CREATE TABLE thrown_away (
    number INTEGER PRIMARY KEY,
    owned_by BLOB NOT NULL
) STRICT;

CREATE TRIGGER person_gone AFTER DELETE ON person BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.language_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.user_id_sealed, 1, 14)
        UNION SELECT substr(OLD.dm_channel_id_sealed, 1, 14)
        UNION SELECT substr(OLD.read_up_to_sealed, 1, 14)
        UNION SELECT substr(OLD.end_told_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER person_changed AFTER UPDATE OF
    language_sealed, user_id_sealed, dm_channel_id_sealed, read_up_to_sealed, end_told_sealed
ON person BEGIN
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

CREATE TRIGGER draft_gone AFTER DELETE ON draft BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.would_help_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER draft_changed AFTER UPDATE OF
    words_sealed, would_help_sealed
ON draft BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.would_help_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.words_sealed, 1, 14), x''),
        COALESCE(substr(NEW.would_help_sealed, 1, 14), x''));
END;

CREATE TRIGGER ask_gone AFTER DELETE ON ask BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.would_help_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER ask_changed AFTER UPDATE OF
    words_sealed, would_help_sealed
ON ask BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.would_help_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.words_sealed, 1, 14), x''),
        COALESCE(substr(NEW.would_help_sealed, 1, 14), x''));
END;

CREATE TRIGGER bot_message_gone AFTER DELETE ON bot_message BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.channel_id_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.message_id_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER bot_message_changed AFTER UPDATE OF
    channel_id_sealed, message_id_sealed
ON bot_message BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.channel_id_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.message_id_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.channel_id_sealed, 1, 14), x''),
        COALESCE(substr(NEW.message_id_sealed, 1, 14), x''));
END;

CREATE TRIGGER outbox_gone AFTER DELETE ON outbox BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.would_help_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER outbox_changed AFTER UPDATE OF
    words_sealed, would_help_sealed
ON outbox BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.would_help_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.words_sealed, 1, 14), x''),
        COALESCE(substr(NEW.would_help_sealed, 1, 14), x''));
END;

CREATE TRIGGER passed_on_gone AFTER DELETE ON passed_on BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.source_channel_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.source_message_sealed, 1, 14)
        UNION SELECT substr(OLD.copy_channel_sealed, 1, 14)
        UNION SELECT substr(OLD.copy_message_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER passed_on_changed AFTER UPDATE OF
    source_channel_sealed, source_message_sealed, copy_channel_sealed, copy_message_sealed
ON passed_on BEGIN
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

CREATE TRIGGER held_gone AFTER DELETE ON held BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.stickers_sealed, 1, 14)
        UNION SELECT substr(OLD.source_channel_sealed, 1, 14)
        UNION SELECT substr(OLD.source_message_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER held_changed AFTER UPDATE OF
    words_sealed, stickers_sealed, source_channel_sealed, source_message_sealed
ON held BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.stickers_sealed, 1, 14)
        UNION SELECT substr(OLD.source_channel_sealed, 1, 14)
        UNION SELECT substr(OLD.source_message_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.words_sealed, 1, 14), x''),
        COALESCE(substr(NEW.stickers_sealed, 1, 14), x''),
        COALESCE(substr(NEW.source_channel_sealed, 1, 14), x''),
        COALESCE(substr(NEW.source_message_sealed, 1, 14), x''));
END;

CREATE TRIGGER kept_gone AFTER DELETE ON kept BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.would_help_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER kept_changed AFTER UPDATE OF
    words_sealed, would_help_sealed
ON kept BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.would_help_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.words_sealed, 1, 14), x''),
        COALESCE(substr(NEW.would_help_sealed, 1, 14), x''));
END;

CREATE TRIGGER stray_part_gone AFTER DELETE ON stray_part BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.message_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER stray_part_changed AFTER UPDATE OF
    words_sealed, message_sealed
ON stray_part BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.message_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.words_sealed, 1, 14), x''),
        COALESCE(substr(NEW.message_sealed, 1, 14), x''));
END;

CREATE TRIGGER typed_answer_gone AFTER DELETE ON typed_answer BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.answer_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER typed_answer_changed AFTER UPDATE OF
    answer_sealed
ON typed_answer BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.answer_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.answer_sealed, 1, 14), x''));
END;

CREATE TRIGGER typed_choice_gone AFTER DELETE ON typed_choice BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.answer_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER typed_choice_changed AFTER UPDATE OF
    answer_sealed
ON typed_choice BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.answer_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.answer_sealed, 1, 14), x''));
END;

CREATE TRIGGER goal_gone AFTER DELETE ON goal BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER goal_changed AFTER UPDATE OF
    words_sealed
ON goal BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.words_sealed, 1, 14), x''));
END;

CREATE TRIGGER reflection_gone AFTER DELETE ON reflection BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER reflection_changed AFTER UPDATE OF
    words_sealed
ON reflection BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.words_sealed, 1, 14), x''));
END;

CREATE TRIGGER clearing_gone AFTER DELETE ON clearing BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.read_up_to_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER clearing_changed AFTER UPDATE OF
    read_up_to_sealed
ON clearing BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.read_up_to_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.read_up_to_sealed, 1, 14), x''));
END;

CREATE TRIGGER to_clear_gone AFTER DELETE ON to_clear BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.message_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER to_clear_changed AFTER UPDATE OF
    message_sealed
ON to_clear BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.message_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.message_sealed, 1, 14), x''));
END;

CREATE TRIGGER again_gone AFTER DELETE ON again BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.asker_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER again_changed AFTER UPDATE OF
    asker_sealed
ON again BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.asker_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.asker_sealed, 1, 14), x''));
END;

CREATE TRIGGER panel_gone AFTER DELETE ON panel BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.message_id_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER panel_changed AFTER UPDATE OF
    message_id_sealed
ON panel BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.message_id_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.message_id_sealed, 1, 14), x''));
END;

CREATE TRIGGER help_country_gone AFTER DELETE ON help_country BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.country_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL;
END;
CREATE TRIGGER help_country_changed AFTER UPDATE OF
    country_sealed
ON help_country BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.country_sealed, 1, 14) AS owned_by)
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.country_sealed, 1, 14), x''));
END;
