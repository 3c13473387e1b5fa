"""Tables of the outbox, of what is in doubt, and of message ids."""
