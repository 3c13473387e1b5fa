"""Tables of what happened in a week and of what was counted."""
