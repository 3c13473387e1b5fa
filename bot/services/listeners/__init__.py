"""Who listens: joining, duty, rest, and what each prefers."""
