-- Ages. What a server chose ('': nothing yet), and whether its moderators were told to choose, which
-- those are that had set it up before there was anything to choose. Of people the group alone is kept.
ALTER TABLE guild ADD COLUMN ages TEXT NOT NULL DEFAULT ''
    CHECK (ages IN ('', 'adults_only', 'two_groups'));
ALTER TABLE guild ADD COLUMN young_role_id INTEGER;
ALTER TABLE guild ADD COLUMN adult_role_id INTEGER;
ALTER TABLE guild ADD COLUMN told_to_choose_ages INTEGER NOT NULL DEFAULT 0
    CHECK (told_to_choose_ages IN (0, 1));

ALTER TABLE ask ADD COLUMN age TEXT NOT NULL DEFAULT ''
    CHECK (age IN ('', 'adult', 'young'));
ALTER TABLE listener ADD COLUMN age TEXT NOT NULL DEFAULT ''
    CHECK (age IN ('', 'adult', 'young', 'younger'));
ALTER TABLE listener ADD COLUMN approved_young INTEGER NOT NULL DEFAULT 0
    CHECK (approved_young IN (0, 1));

-- What somebody said of their age in one server. `erased`: they erased everything since, and what is
-- left is the mark of the day in which they cannot say that they are older.
CREATE TABLE age_stated (
    asker_number BLOB PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    age TEXT NOT NULL CHECK (age IN ('adult', 'young', 'younger')),
    stated_at INTEGER NOT NULL,
    erased INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1))
) STRICT;
CREATE INDEX age_stated_by_guild ON age_stated (guild_id);
