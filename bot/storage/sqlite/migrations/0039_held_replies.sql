-- What held words reply to, so that they still do once they go.
ALTER TABLE held ADD COLUMN reply_piece TEXT;
ALTER TABLE held ADD COLUMN reply_end TEXT;
