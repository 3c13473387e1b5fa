-- By whose clock "in the morning" is meant in a server, where a person has told of no clock of their
-- own. Empty: UTC.
ALTER TABLE guild ADD COLUMN zone TEXT NOT NULL DEFAULT '';
