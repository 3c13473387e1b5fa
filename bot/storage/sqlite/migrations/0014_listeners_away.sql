-- Listeners who were not in their server, or timed out there, when an ask was to be offered: until
-- when nothing is. Going on duty, which only works from there, ends it.

ALTER TABLE listener ADD COLUMN away_until INTEGER;
