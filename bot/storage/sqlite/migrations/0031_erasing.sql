-- Whose rows are being erased, step by step. A step that fails is tried again at a moment; the row is
-- the last that goes.
CREATE TABLE erasing (
    person_tag BLOB PRIMARY KEY REFERENCES person (person_tag) ON DELETE CASCADE,
    try_at INTEGER NOT NULL
) STRICT;
CREATE INDEX erasing_by_time ON erasing (try_at);
