"""The buttons of an offer, and who is waiting."""
