-- Whether the asker of a conversation told the moderators who they are.
ALTER TABLE conversation ADD COLUMN known_to_moderators INTEGER NOT NULL DEFAULT 0;
