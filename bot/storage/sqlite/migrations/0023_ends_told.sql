-- The newest message that told somebody of an end, sealed: whoever was writing as it came may have
-- meant the one who has gone. By the message, as its id holds Discord's own time, as do theirs.
ALTER TABLE person ADD COLUMN end_told_sealed BLOB;
