"""Tables of what came in, and of what was written outside a conversation."""
