"""Blocking somebody from a conversation, without a word to anybody, and undoing it."""
