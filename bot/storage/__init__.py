"""The database and the keys: the only place that knows either."""
