-- Up to now a person had one private number in each server, for asking and for listening. It stays that
-- of the listener; whoever asked gets one of their own, which needs the key (`numbers_apart.py`).
INSERT INTO meta (name, value) VALUES ('askers_have_listeners_numbers', x'');
