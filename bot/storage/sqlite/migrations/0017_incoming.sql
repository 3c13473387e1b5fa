-- What people wrote and nothing of which can be read yet, or any more: a picture alone, or words that
-- were edited away. Words that an edit brings later are taken as new ones.
CREATE TABLE wordless (
    message_tag BLOB PRIMARY KEY,
    noted_on INTEGER NOT NULL
) STRICT;
CREATE INDEX wordless_by_day ON wordless (noted_on);

-- How much somebody wrote in one minute (counted from 1970); erased when it is over.
CREATE TABLE pace (
    person_tag BLOB PRIMARY KEY REFERENCES person (person_tag) ON DELETE CASCADE,
    minute INTEGER NOT NULL,
    messages INTEGER NOT NULL CHECK (messages > 0)
) STRICT;
