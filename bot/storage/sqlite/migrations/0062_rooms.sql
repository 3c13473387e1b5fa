-- Somebody joins a conversation: they talk with its asker in a conversation of their own, in the room
-- of the first, and what is written in one goes to the listeners of the others as well.
ALTER TABLE conversation ADD COLUMN room TEXT;
CREATE INDEX conversation_by_room ON conversation (room) WHERE room IS NOT NULL;
DROP INDEX conversation_one_for_an_ask;
CREATE UNIQUE INDEX conversation_one_for_an_ask ON conversation (ask_id)
    WHERE state = 'open' AND (room IS NULL OR room = conversation_id);

-- A copy for one more reader: the conversation in which its writer wrote it, and, in the place of the
-- source's tag, which a message has once, one of its own.
ALTER TABLE passed_on ADD COLUMN written_in TEXT;
ALTER TABLE passed_on ADD COLUMN further_tag BLOB;
CREATE INDEX passed_on_by_further ON passed_on (further_tag, position)
    WHERE further_tag IS NOT NULL;
CREATE INDEX passed_on_by_written_in ON passed_on (written_in) WHERE written_in IS NOT NULL;
