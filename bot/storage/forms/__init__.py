"""The table of what was filled into forms that were not taken."""
