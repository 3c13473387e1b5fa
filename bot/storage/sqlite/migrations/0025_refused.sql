-- Words that Discord refused for what is in them: no sign stands on their message, and an edit that
-- brings other words is passed on as a new message.
ALTER TABLE passed_on ADD COLUMN refused INTEGER NOT NULL DEFAULT 0 CHECK (refused IN (0, 1));
