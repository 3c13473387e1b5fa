-- What the bot wrote to people about an ask, before there was a conversation: whoever clears their
-- chat afterwards wants it gone as well.
CREATE TABLE said_about (
    message_tag BLOB PRIMARY KEY,
    ask_id TEXT NOT NULL REFERENCES ask (ask_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX said_about_by_ask ON said_about (ask_id);
