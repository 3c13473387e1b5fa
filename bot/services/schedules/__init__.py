"""What comes at a time of day: planned when it is saved, handed over when it is due."""
