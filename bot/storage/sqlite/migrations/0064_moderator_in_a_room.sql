-- A moderator joins two of whom the one who listens is worried: a conversation of theirs with the
-- asker, in the room of the first, in which they count as a moderator and never as a listener.
ALTER TABLE conversation ADD COLUMN moderates INTEGER NOT NULL DEFAULT 0
    CHECK (moderates IN (0, 1));
