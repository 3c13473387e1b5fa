-- A conversation that moderators hold: nothing is passed on in it until they let it go on.
ALTER TABLE conversation ADD COLUMN frozen INTEGER NOT NULL DEFAULT 0;
