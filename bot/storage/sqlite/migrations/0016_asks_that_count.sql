-- Whether an ask counts towards those of a day: one that was taken back within minutes does not.

ALTER TABLE ask ADD COLUMN counts INTEGER NOT NULL DEFAULT 1 CHECK (counts IN (0, 1));
