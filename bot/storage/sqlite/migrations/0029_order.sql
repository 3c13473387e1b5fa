-- In which order rows were stored, where something is told in that order: a number within what they
-- belong to. Up to now only SQLite's own row ids told it.

-- A word needs no time of its own beside its place in the conversation.
ALTER TABLE passed_on ADD COLUMN stored INTEGER NOT NULL DEFAULT 0;
UPDATE passed_on SET stored = rowid;
DROP INDEX passed_on_by_conversation;
CREATE UNIQUE INDEX passed_on_by_order ON passed_on (conversation_id, stored);
ALTER TABLE passed_on DROP COLUMN passed_on_at;

-- A conversation has two people, so its number is one among all that are open. Once it ended, it has
-- none: when it began is known to the hour then, and nothing shall tell more.
ALTER TABLE conversation ADD COLUMN stored INTEGER CHECK (stored IS NULL OR state = 'open');
UPDATE conversation SET stored = rowid WHERE state = 'open';
CREATE UNIQUE INDEX conversation_by_order ON conversation (stored);

ALTER TABLE ask ADD COLUMN stored INTEGER NOT NULL DEFAULT 0;
UPDATE ask SET stored = rowid;
DROP INDEX ask_by_person;
CREATE UNIQUE INDEX ask_by_order ON ask (asker_tag, stored);

-- The number of a stray is that of the last words in it.
ALTER TABLE stray ADD COLUMN stored INTEGER NOT NULL DEFAULT 0;
UPDATE stray SET stored = rowid;
DROP INDEX stray_by_person;
CREATE UNIQUE INDEX stray_by_order ON stray (person_tag, stored);

ALTER TABLE stray_part ADD COLUMN stored INTEGER NOT NULL DEFAULT 0;
UPDATE stray_part SET stored = rowid;
DROP INDEX stray_part_by_stray;
CREATE UNIQUE INDEX stray_part_by_order ON stray_part (stray, stored);

ALTER TABLE reflection ADD COLUMN stored INTEGER NOT NULL DEFAULT 0;
UPDATE reflection SET stored = rowid;
DROP INDEX reflection_by_person;
CREATE UNIQUE INDEX reflection_by_order ON reflection (person_tag, stored);

ALTER TABLE to_clear ADD COLUMN stored INTEGER NOT NULL DEFAULT 0;
UPDATE to_clear SET stored = rowid;
DROP INDEX to_clear_by_clearing;
CREATE UNIQUE INDEX to_clear_by_order ON to_clear (clearing_id, stored);
