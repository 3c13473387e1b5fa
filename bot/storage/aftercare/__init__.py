"""Tables of what follows a conversation."""
