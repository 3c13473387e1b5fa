"""Short texts, now or on a schedule, for one person or for a channel."""
