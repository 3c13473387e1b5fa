-- A listener who can't go on hands a conversation over: its asker is asked whether they go on with
-- the next one, and in that conversation tells them once, if they like, what they wrote before.
ALTER TABLE conversation ADD COLUMN handed_over INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN told_before INTEGER NOT NULL DEFAULT 0;
