-- Until when the words of an ask are kept that nobody was free for: longer than of others, as its
-- notice can come at night, and says until when its buttons work.
ALTER TABLE ask ADD COLUMN words_kept_until INTEGER;
