-- When the hello before posting was first tried: a later try looks first whether it stands already.

ALTER TABLE draft ADD COLUMN greeted_at INTEGER;
