"""The key, what is derived from it, and sealed columns."""
