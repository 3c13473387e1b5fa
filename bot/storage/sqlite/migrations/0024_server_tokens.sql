-- What a button in direct messages carries instead of the server that it is of. It is drawn when
-- such a button is first made.
ALTER TABLE known_server ADD COLUMN token TEXT;
CREATE UNIQUE INDEX known_server_by_token ON known_server (token);
