-- Which message each part of what was written outside a conversation came from, so that it follows
-- when its writer edits or deletes that message. The words stand here alone, in the order in which
-- they were written. What was kept without its messages goes: nobody could take it back.
CREATE TABLE stray_part (
    message_tag BLOB PRIMARY KEY,
    stray TEXT NOT NULL REFERENCES stray (token) ON DELETE CASCADE,
    message_sealed BLOB NOT NULL,
    words_sealed BLOB NOT NULL
) STRICT;
CREATE INDEX stray_part_by_stray ON stray_part (stray);
DELETE FROM stray;
ALTER TABLE stray DROP COLUMN words_sealed;
