"""/setup: its steps, what it finds, the channels that it makes, and a test."""
