-- A suggestion that is a tip: somebody whom an answer to their open ask helped wrote it anew.
ALTER TABLE suggestion ADD COLUMN tip INTEGER NOT NULL DEFAULT 0;
