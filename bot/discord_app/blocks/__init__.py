"""Block below a conversation, and the list of whom one blocked."""
