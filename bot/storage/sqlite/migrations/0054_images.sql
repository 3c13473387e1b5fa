-- Images that came with words whose reader is not chosen yet: their numbers in the message, sealed.
ALTER TABLE held ADD COLUMN images_sealed BLOB;

DROP TRIGGER held_gone;
CREATE TRIGGER held_gone AFTER DELETE ON held BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.stickers_sealed, 1, 14)
        UNION SELECT substr(OLD.images_sealed, 1, 14)
        UNION SELECT substr(OLD.source_channel_sealed, 1, 14)
        UNION SELECT substr(OLD.source_message_sealed, 1, 14))
    WHERE owned_by IS NOT NULL;
END;

DROP TRIGGER held_changed;
CREATE TRIGGER held_changed AFTER UPDATE OF
    words_sealed, stickers_sealed, images_sealed, source_channel_sealed, source_message_sealed
ON held BEGIN
    INSERT INTO thrown_away (owned_by) SELECT owned_by FROM (
        SELECT substr(OLD.words_sealed, 1, 14) AS owned_by
        UNION SELECT substr(OLD.stickers_sealed, 1, 14)
        UNION SELECT substr(OLD.images_sealed, 1, 14)
        UNION SELECT substr(OLD.source_channel_sealed, 1, 14)
        UNION SELECT substr(OLD.source_message_sealed, 1, 14))
    WHERE owned_by IS NOT NULL AND owned_by NOT IN (
        COALESCE(substr(NEW.words_sealed, 1, 14), x''),
        COALESCE(substr(NEW.stickers_sealed, 1, 14), x''),
        COALESCE(substr(NEW.images_sealed, 1, 14), x''),
        COALESCE(substr(NEW.source_channel_sealed, 1, 14), x''),
        COALESCE(substr(NEW.source_message_sealed, 1, 14), x''));
END;
