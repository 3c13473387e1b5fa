-- Until when the direct messages of whoever reads inside the servers count as closed without a look.
ALTER TABLE person ADD COLUMN closed_until INTEGER;
