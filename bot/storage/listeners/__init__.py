"""Tables of listeners and of what they prefer."""
