"""Tables of what is being erased, and of all that is stored about one person."""
