"""The outbox: one attempt at a time, and what follows when something cannot be said."""
