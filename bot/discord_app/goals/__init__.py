"""/goal and the answers to a check-in."""
