-- Asking for the same listener again, for some days after a conversation.

-- The token is that of the asker's button below "has ended". The asker is sealed, so that nothing
-- shows whose rows belong together once the conversation is erased. Without a number the listener listens
-- no more; the row stays, so that the button does not show it.
CREATE TABLE again (
    token TEXT PRIMARY KEY,
    asker_sealed BLOB NOT NULL,
    guild_id INTEGER NOT NULL,
    listener_number BLOB,
    alias TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX again_by_expiry ON again (expires_at);
CREATE INDEX again_by_guild ON again (guild_id);
CREATE INDEX again_by_listener ON again (listener_number) WHERE listener_number IS NOT NULL;

-- Whom a draft shall go to first; in an ask only until that listener was told, or could not be.
ALTER TABLE draft ADD COLUMN again TEXT REFERENCES again (token) ON DELETE SET NULL;
CREATE INDEX draft_by_again ON draft (again) WHERE again IS NOT NULL;
ALTER TABLE ask ADD COLUMN again TEXT REFERENCES again (token) ON DELETE SET NULL;
CREATE INDEX ask_by_again ON ask (again) WHERE again IS NOT NULL;
