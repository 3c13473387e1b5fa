"""Only of PostgreSQL: its tables, who leads, and what goes wrong there."""
