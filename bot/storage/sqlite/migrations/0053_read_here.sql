-- Whether somebody reads and writes inside the servers, without direct messages: 1 while these are
-- closed to the bot, 2 by their own choice. And in which order they read there what is kept for
-- them of a conversation; what somebody wrote there themselves stands among it.
ALTER TABLE person ADD COLUMN reads_here INTEGER NOT NULL DEFAULT 0
    CHECK (reads_here BETWEEN 0 AND 2);
ALTER TABLE kept ADD COLUMN shown INTEGER;
