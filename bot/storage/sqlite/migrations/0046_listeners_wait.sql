-- Who would like to be a listener where moderators approve each: under which token they look at them.
-- Nothing there: they are a listener.
ALTER TABLE listener ADD COLUMN waits_as TEXT;
CREATE UNIQUE INDEX listener_waits ON listener (waits_as) WHERE waits_as IS NOT NULL;
