"""Which help lines somebody looked at."""
