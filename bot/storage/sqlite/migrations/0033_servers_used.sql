-- In which servers somebody used the bot: a row tells no more whose it is than that row of a server.
-- What stands in it until now is the same in all of them; to change it needs the key
-- (`numbers_apart.py`).
ALTER TABLE known_server RENAME COLUMN person_tag TO person;
INSERT INTO meta (name, value) VALUES ('known_servers_tell_people', x'');
