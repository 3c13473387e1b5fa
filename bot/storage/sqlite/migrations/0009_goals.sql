-- Goals in people's own words, and how they said that it went.

-- A goal goes with the schedule of its check-ins.
CREATE TABLE goal (
    schedule_id TEXT PRIMARY KEY REFERENCES schedule (schedule_id) ON DELETE CASCADE,
    words_sealed BLOB NOT NULL,
    resting INTEGER NOT NULL DEFAULT 0 CHECK (resting IN (0, 1))
) STRICT;

-- The newest of a goal can be answered; a few before it are kept to show how it went.
CREATE TABLE check_in (
    check_in_id INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT NOT NULL UNIQUE,
    schedule_id TEXT NOT NULL REFERENCES goal (schedule_id) ON DELETE CASCADE,
    day INTEGER NOT NULL,
    noticed INTEGER NOT NULL CHECK (noticed IN (0, 1)),
    answer TEXT CHECK (answer IN ('did_it', 'partly', 'not_yet')),
    text_id TEXT,
    excused INTEGER NOT NULL DEFAULT 0 CHECK (excused IN (0, 1)),
    -- The answer that its partner was told.
    told TEXT CHECK (told IN ('did_it', 'partly', 'not_yet')),
    CHECK ((answer IS NULL) = (text_id IS NULL))
) STRICT;
CREATE INDEX check_in_by_goal ON check_in (schedule_id, check_in_id);

-- Looking for a partner for a goal: a draft, then the ask that it becomes.
CREATE TABLE partner_draft (
    draft_id TEXT PRIMARY KEY REFERENCES draft (draft_id) ON DELETE CASCADE,
    schedule_id TEXT NOT NULL REFERENCES goal (schedule_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX partner_draft_by_goal ON partner_draft (schedule_id);
CREATE TABLE partner_ask (
    ask_id TEXT PRIMARY KEY REFERENCES ask (ask_id) ON DELETE CASCADE,
    schedule_id TEXT NOT NULL REFERENCES goal (schedule_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX partner_ask_by_goal ON partner_ask (schedule_id);
