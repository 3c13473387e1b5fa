"""Writing words for an asker's morning, instead of accepting now."""
