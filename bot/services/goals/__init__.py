"""A goal in somebody's own words, its check-ins, and a partner who learns how it goes."""
