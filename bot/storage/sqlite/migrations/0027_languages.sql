-- In which language people read what comes by direct message, and what stands in a server's channels.
ALTER TABLE person ADD COLUMN language_sealed BLOB;
ALTER TABLE guild ADD COLUMN language TEXT NOT NULL DEFAULT '';
