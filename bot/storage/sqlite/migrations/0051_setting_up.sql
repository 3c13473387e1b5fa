-- Setting a server up in steps. A server may let fewer topics be chosen, and keep some things for
-- less long than whoever runs the bot set; 0 days: as long as that.
ALTER TABLE guild ADD COLUMN closed_days INTEGER NOT NULL DEFAULT 0 CHECK (closed_days >= 0);
ALTER TABLE guild ADD COLUMN record_days INTEGER NOT NULL DEFAULT 0 CHECK (record_days >= 0);
CREATE TABLE guild_topic (
    guild_id INTEGER NOT NULL REFERENCES guild (guild_id) ON DELETE CASCADE,
    topic TEXT NOT NULL,
    PRIMARY KEY (guild_id, topic)
) STRICT;

-- Where somebody who sets a server up is. What they chose holds once it is put in place; `revision`
-- counts the changes, so that nobody puts in place what they did not see.
CREATE TABLE setup_draft (
    guild_id INTEGER PRIMARY KEY,
    step TEXT NOT NULL,
    revision INTEGER NOT NULL,
    touched_at INTEGER NOT NULL
) STRICT;

-- What was chosen, a name and a value each: under change 0 the draft, under each other one what a
-- server had before it, so that it can be taken back.
CREATE TABLE setup_choice (
    guild_id INTEGER NOT NULL,
    change INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (guild_id, change, name, value)
) STRICT;
