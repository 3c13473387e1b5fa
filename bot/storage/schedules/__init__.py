"""Tables of schedules and of the days on which they came."""
