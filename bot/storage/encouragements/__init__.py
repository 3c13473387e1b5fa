"""Tables of the texts that somebody was shown or kept."""
