"""Forms that were not taken: what was filled in is kept for a while."""
