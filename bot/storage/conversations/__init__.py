"""Tables of conversations, of copies of messages, and of texts that wait."""
