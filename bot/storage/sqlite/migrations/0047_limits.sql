-- Limits of people, by marks that lead to nobody and to no other table, each of one person and one
-- limit, and of one server where it counts there. Erasing everything does not reset them; they run
-- out by themselves. `used_up`: what was done, each time until it counts no more.
CREATE TABLE used_up (
    limit_tag BLOB NOT NULL,
    counts_until INTEGER NOT NULL,
    times INTEGER NOT NULL CHECK (times > 0),
    PRIMARY KEY (limit_tag, counts_until)
) STRICT;
CREATE INDEX used_up_until ON used_up (counts_until);

-- Who came to a limit several times in a row waits longer; after a quiet time the row goes.
CREATE TABLE cool_down (
    limit_tag BLOB PRIMARY KEY,
    times INTEGER NOT NULL CHECK (times > 0),
    rests_until INTEGER NOT NULL,
    kept_until INTEGER NOT NULL
) STRICT;
CREATE INDEX cool_down_until ON cool_down (kept_until);

-- How much somebody wrote in one minute. It hung on the person before, and went with them.
DROP TABLE pace;
CREATE TABLE written_lately (
    limit_tag BLOB PRIMARY KEY,
    minute INTEGER NOT NULL,
    messages INTEGER NOT NULL CHECK (messages > 0)
) STRICT;

-- How long it usually takes until moderators have looked at an ask, in steps.
ALTER TABLE counted ADD COLUMN look_wait INTEGER CHECK (look_wait >= 0);
