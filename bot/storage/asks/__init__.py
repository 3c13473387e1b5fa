"""Tables of asks and of drafts."""
