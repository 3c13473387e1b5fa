"""PostgreSQL as the engine: needs the extra `postgresql`, so nothing else imports it at a start."""
