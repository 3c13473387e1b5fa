-- When a listener is asked next whether they are still glad to do this (0: not known yet), and whether
-- that stands on their page, as they take no direct messages.
ALTER TABLE listener ADD COLUMN glad_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE listener ADD COLUMN glad_here INTEGER NOT NULL DEFAULT 0 CHECK (glad_here IN (0, 1));
CREATE INDEX listener_glad ON listener (glad_at);
