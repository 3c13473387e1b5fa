-- An ask that was posted can get other words: how often it did; the draft of those; and whose button
-- was pressed to read the earlier ones, who are told that they changed.
ALTER TABLE ask ADD COLUMN edition INTEGER NOT NULL DEFAULT 0;
ALTER TABLE draft ADD COLUMN changes TEXT REFERENCES ask (ask_id) ON DELETE SET NULL;
CREATE INDEX draft_by_changes ON draft (changes) WHERE changes IS NOT NULL;
ALTER TABLE button ADD COLUMN has_read INTEGER NOT NULL DEFAULT 0;
